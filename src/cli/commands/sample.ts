/** `flowproof sample`: draws samples from a model file. */
import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import {
  jsonOption,
  parseChoice,
  parseInteger,
  parseNumber,
  quietOption,
  seedOption,
  threadsOption,
} from '../options.ts';

interface SampleFlags {
  readonly model: string;
  readonly count: number;
  readonly solver: 'euler' | 'heun' | 'rk4';
  readonly steps: number;
  readonly label?: string;
  readonly guidance?: number;
  readonly raw?: boolean;
  readonly out: string;
  readonly seed: number;
  readonly threads?: number;
  readonly json?: string;
  readonly quiet?: boolean;
}

const help = `
Examples:
  $ flowproof sample --model penguins.safetensors --count 500 --out penguins.csv
  $ flowproof sample --model digits.safetensors --label 7 --guidance 2 --out sevens.npy

Sample i depends on the seed and i alone: more samples begin with the same rows.
`;

export function registerSample(program: Command, context: Context): void {
  const integer = (flag: string, max: number) => (text: string) => parseInteger(flag, text, { min: 1, max });
  program
    .command('sample')
    .summary('draw samples from a model')
    .description(
      'Carries noise to samples along the flow of a model, and writes them in the units of the data.',
    )
    .addOption(new Option('--model <file>', 'a file that flowproof train wrote').default('model.safetensors'))
    .addOption(new Option('--count <n>', 'samples').default(1000).argParser(integer('--count', 1e8)))
    .addOption(
      new Option('--solver <name>', 'euler, heun or rk4')
        .default('heun')
        .argParser((text: string) => parseChoice('--solver', text, ['euler', 'heun', 'rk4'])),
    )
    .addOption(
      new Option('--steps <n>', 'steps of the solver').default(32).argParser(integer('--steps', 1e6)),
    )
    .option('--label <class>', 'name or number of a class, for a model trained with --classes')
    .addOption(
      new Option(
        '--guidance <w>',
        'v + w (v(class) − v): 1 is the class itself, more exaggerates it',
      ).argParser((text: string) => parseNumber('--guidance', text, { min: -100, max: 100 })),
    )
    .option('--raw', 'standardised units, as the network sees them')
    .option('--out <file>', 'a .csv, .npy, .npz or .safetensors file', 'samples.csv')
    .addOption(seedOption())
    .addOption(threadsOption())
    .addOption(jsonOption())
    .addOption(quietOption())
    .addHelpText('after', help)
    .action((flags: SampleFlags) => sampleCommand(flags, context));
}

async function sampleCommand(flags: SampleFlags, context: Context): Promise<void> {
  const { checkApart, checkWritable, writeJson } = await import('../output-file.ts');
  const { createPool } = await import('../../parallel/index.ts');
  const { formatCount, formatDuration } = await import('../../report/format.ts');
  const { readModel } = await import('../model-file.ts');
  const { checkSampleCount, checkSampleFile, writeSampleFile } = await import('../sample-file.ts');
  const { inDataUnits, sampleModel, solvers } = await import('../sample-model.ts');
  const { sha256 } = await import('../training-summary.ts');

  checkSampleFile(flags.out);
  checkWritable('--out', flags.out);
  checkApart('--out', flags.out, [['--model', flags.model]]);
  if (flags.json !== undefined) {
    checkWritable('--json', flags.json);
    checkApart('--json', flags.json, [
      ['--model', flags.model],
      ['--out', flags.out],
    ]);
  }
  const model = readModel(flags.model);
  const { count, steps, seed, label, guidance } = flags;
  checkSampleCount('--count', flags.out, count, model.space.columns.length);
  const pool = createPool(flags.threads === undefined ? {} : { threads: flags.threads });
  try {
    const started = performance.now();
    const { z, nfe } = await sampleModel(pool, model, {
      count,
      steps,
      seed,
      solver: solvers[flags.solver]!,
      signal: context.interruptSignal(),
      ...(label !== undefined && { label }),
      ...(guidance !== undefined && { guidance }),
    });
    const seconds = (performance.now() - started) / 1000;
    writeSampleFile(flags.out, flags.raw ? z : inDataUnits(model.space, z), model.space.columns);
    const summary = {
      model: flags.model,
      out: flags.out,
      count,
      solver: flags.solver,
      steps,
      nfe,
      seed,
      seconds,
    };
    if (!flags.quiet) {
      context.stdout.write(
        `${formatCount(count)} samples, ${flags.solver} with ${steps} steps (${nfe} evaluations), ` +
          `${formatDuration(seconds)}\nsha256 ${sha256(z)}\n${flags.out}\n`,
      );
    }
    if (flags.json !== undefined) writeJson('--json', flags.json, { ...summary, sha256: sha256(z) });
  } finally {
    await pool.close();
  }
}
