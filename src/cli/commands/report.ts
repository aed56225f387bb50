/** `flowproof report`: the main job, from data to a report that one can look at. */
import { type Command, Option } from 'commander';
import { UsageError } from '../../errors.ts';
import type { Context } from '../context.ts';
import { parseInteger, quietOption, seedOption, threadsOption } from '../options.ts';
import { addTrainingOptions, type TrainingFlags } from '../training-options.ts';

interface ReportFlags extends TrainingFlags {
  readonly outDir: string;
  readonly json?: string;
  readonly samples: number;
  readonly sampleSteps: number;
  readonly solverRows?: number;
  readonly threads?: number;
  readonly quiet?: boolean;
}

const STEPS = 3000;

/** Samples and figures show the field without a class, so with --classes it has to be learned as well. */
const CLASS_DROPOUT = 0.1;

const help = `
Examples:
  $ flowproof report
  $ flowproof report --data two-moons --steps 4000 --out-dir moons
  $ flowproof report --data mydata.csv --columns height,weight

Writes report.html (self-contained), report.json, model.safetensors and samples.csv to the folder.
Exit code 1 when a law is broken.
`;

export function registerReport(program: Command, context: Context): void {
  const command = program
    .command('report')
    .summary('train, sample, check and measure: the main job')
    .description(
      'Trains on real data on all cores, samples, checks the laws of the path, measures Euler, Heun and RK4 against exact fields, and writes a report.',
    )
    .option('--data <name>', 'a data set, a distribution or a file: see flowproof data list', 'penguins')
    .option('--out-dir <folder>', 'where the files go; created if missing', 'out')
    .addOption(
      new Option('--samples <n>', 'samples to draw')
        .default(1000)
        .argParser((text: string) => parseInteger('--samples', text, { min: 10, max: 1e6 })),
    )
    .addOption(
      new Option('--sample-steps <n>', 'steps of Heun for sampling')
        .default(32)
        .argParser((text: string) => parseInteger('--sample-steps', text, { min: 1, max: 1e5 })),
    )
    .addOption(
      new Option(
        '--solver-rows <n>',
        'starting points for measuring the solvers (default: 64 numbers, so 32 in two dimensions)',
      ).argParser((text: string) => parseInteger('--solver-rows', text, { min: 1, max: 1e5 })),
    );
  addTrainingOptions(command, { steps: STEPS, labelDropout: `${CLASS_DROPOUT} with --classes` })
    .addOption(seedOption())
    .addOption(threadsOption())
    .option('--json <file>', 'also write the JSON form of the report to this file')
    .addOption(quietOption())
    .addHelpText('after', help)
    .action((flags: ReportFlags) => reportCommand(flags, context));
}

async function reportCommand(flags: ReportFlags, context: Context): Promise<void> {
  const { join } = await import('node:path');
  const { checkApart, checkWritable, makeFolder, writeJson, writeWhole } = await import('../output-file.ts');
  const { learningSource, remarkLeftOut } = await import('../learning-source.ts');
  const { writeModel } = await import('../model-file.ts');
  const { interruptAdvice } = await import('../run-training.ts');
  const { inDataUnits } = await import('../sample-model.ts');
  const { checkSampleCount, writeSampleFile } = await import('../sample-file.ts');
  const { renderReport } = await import('../../report/index.ts');
  const { configFromFlags, datasetOptions } = await import('../training-setup.ts');
  const { runMainJob } = await import('../study/main-job.ts');
  const { printReport } = await import('../study/print-report.ts');

  const source = learningSource(flags.data, datasetOptions(flags));
  const config = configFromFlags(flags, source, {
    steps: STEPS,
    heldOutExamples: 8192,
    ...(flags.classes && { labelDropout: CLASS_DROPOUT }),
  });
  if (flags.classes && config.labelDropout === 0) {
    throw new UsageError({
      argument: '--label-dropout',
      expected: 'more than 0, as the report draws samples without a class',
      received: '0',
      wayOut: `leave it out for ${CLASS_DROPOUT}`,
    });
  }
  checkSampleCount('--samples', 'samples.csv', flags.samples, source.space.columns.length);
  if (flags.json !== undefined) checkWritable('--json', flags.json);
  makeFolder('--out-dir', flags.outDir);
  const file = (name: string): string => join(flags.outDir, name);
  for (const name of ['report.html', 'report.json', 'model.safetensors', 'samples.csv']) {
    checkWritable('--out-dir', file(name));
    checkApart('--out-dir', file(name), [['--data', flags.data]]);
    // The JSON form twice in one place does no harm.
    if (flags.json !== undefined && name !== 'report.json') {
      checkApart('--json', flags.json, [[`--out-dir for ${name}`, file(name)]]);
    }
  }
  if (flags.json !== undefined) checkApart('--json', flags.json, [['--data', flags.data]]);
  if (!flags.quiet) remarkLeftOut(context, source);
  let kept = '';
  const { report, samples, lawsHold } = await runMainJob(context, {
    source,
    config,
    samples: flags.samples,
    sampleSteps: flags.sampleSteps,
    solverRows: flags.solverRows ?? Math.max(2, Math.ceil(64 / config.network.dim)),
    seed: flags.seed,
    onCheckpoint: (model) => {
      writeModel(file('model.safetensors'), model);
      kept = `; the model so far is in ${file('model.safetensors')}`;
    },
    ...(flags.threads !== undefined && { threads: flags.threads }),
    ...(flags.quiet && { quiet: true }),
  }).catch(interruptAdvice(() => `run the command again for a report${kept}`));
  writeSampleFile(file('samples.csv'), inDataUnits(source.space, samples), source.space.columns);
  writeJson('--out-dir', file('report.json'), report);
  if (flags.json !== undefined) writeJson('--json', flags.json, report);
  writeWhole('--out-dir', file('report.html'), await renderReport(report));
  if (!flags.quiet) printReport(context, report);
  context.stdout.write(`report ${file('report.html')}\n`);
  if (!lawsHold) context.verdict = 1;
}
