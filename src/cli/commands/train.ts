/** `flowproof train`: learns a flow from data and writes a model file. */
import { type Command, Option } from 'commander';
import { UsageError } from '../../errors.ts';
import type { Context } from '../context.ts';
import { jsonOption, parseInteger, quietOption, seedOption, threadsOption } from '../options.ts';
import { addTrainingOptions, type TrainingFlags } from '../training-options.ts';

interface TrainFlags extends TrainingFlags {
  readonly out: string;
  readonly resume?: boolean;
  readonly checkpointEvery: number;
  readonly threads?: number;
  readonly json?: string;
  readonly quiet?: boolean;
}

const help = `
Examples:
  $ flowproof train --data penguins --out penguins.safetensors
  $ flowproof train --data mydata.csv --columns height,weight --steps 5000
  $ flowproof train --data mnist --classes --label-dropout 0.1 --hidden 512,512,512

Stopped by Ctrl-C or a crash? The same command with --resume goes on, and ends in the same bits.
`;

export function registerTrain(program: Command, context: Context): void {
  const command = program
    .command('train')
    .summary('learn a flow from data')
    .description('Trains a network to carry noise to the data, and writes it as a safetensors file.')
    // Not a required option of commander, which would miss it before it sees that --dat was meant to be it.
    .option('--data <name>', 'a data set, a distribution or a file: see flowproof data list (required)')
    .option('--out <file>', 'the model file', 'model.safetensors')
    .option('--resume', 'go on from the model file, if there is one')
    .addOption(
      new Option('--checkpoint-every <n>', 'steps between two writes of the model file')
        .default(500)
        .argParser((text: string) => parseInteger('--checkpoint-every', text, { min: 1, max: 1e8 })),
    );
  addTrainingOptions(command)
    .addOption(seedOption())
    .addOption(threadsOption())
    .addOption(jsonOption())
    .addOption(quietOption())
    .addHelpText('after', help)
    .action(async (flags: Partial<Pick<TrainFlags, 'data'>> & Omit<TrainFlags, 'data'>) =>
      trainCommand({ ...flags, data: required(flags.data) }, context),
    );
}

function required(data: string | undefined): string {
  if (data !== undefined) return data;
  throw new UsageError({
    argument: '--data',
    expected: 'what to learn from',
    received: 'nothing',
    wayOut: 'see flowproof data list',
  });
}

async function trainCommand(flags: TrainFlags, context: Context): Promise<void> {
  const { existsSync } = await import('node:fs');
  const { checkApart, checkWritable, writeJson } = await import('../output-file.ts');
  const { removeTemporaries } = await import('../../io/index.ts');
  const { learningSource, remarkLeftOut } = await import('../learning-source.ts');
  const { configFromFlags, datasetOptions } = await import('../training-setup.ts');
  const { checkModelName, readModel, writeModel } = await import('../model-file.ts');
  const { interruptAdvice, runTraining } = await import('../run-training.ts');
  const { trainingSummary, printTrainingSummary } = await import('../training-summary.ts');

  checkModelName('--out', flags.out);
  checkWritable('--out', flags.out);
  checkApart('--out', flags.out, [['--data', flags.data]]);
  if (flags.json !== undefined) {
    checkWritable('--json', flags.json);
    checkApart('--json', flags.json, [
      ['--data', flags.data],
      ['--out', flags.out],
    ]);
  }
  const source = learningSource(flags.data, datasetOptions(flags));
  const config = configFromFlags(flags, source);
  if (!flags.quiet) remarkLeftOut(context, source);
  let resume: ReturnType<typeof readModel>['state'] | undefined;
  if (flags.resume) {
    removeTemporaries(flags.out);
    if (existsSync(flags.out)) resume = readModel(flags.out).state;
  }

  const started = performance.now();
  const state = await runTraining(context, {
    source,
    config,
    checkpointEvery: flags.checkpointEvery,
    onCheckpoint: (checkpoint) => writeModel(flags.out, { state: checkpoint, space: source.space }),
    ...(flags.threads !== undefined && { threads: flags.threads }),
    ...(flags.quiet && { quiet: true }),
    ...(resume && { resume }),
  }).catch(interruptAdvice(() => `the same command with --resume goes on from the model file ${flags.out}`));
  const seconds = (performance.now() - started) / 1000;
  if (flags.quiet && flags.json === undefined) return;
  const summary = trainingSummary(state, source, flags.out, seconds);
  if (!flags.quiet) printTrainingSummary(context, summary);
  if (flags.json !== undefined) writeJson('--json', flags.json, summary);
}
