/** `flowproof oracle`: hold another implementation against the truth, and learn what its mistakes are called. */
import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import { jsonOption, parseInteger, parseNumber, quietOption, seedOption } from '../options.ts';
import type { CheckFlags, EmitFlags, JudgeFlags } from '../oracle/flags.ts';

const overview = `
Examples:
  $ flowproof oracle init python
  $ flowproof oracle check adapter.py
  $ flowproof oracle list loss.cfm

docs/oracle says how to write an adapter, what the verdicts mean and where the bounds come from.
`;

const initHelp = `
Example:
  $ flowproof oracle init python
  $ flowproof oracle check adapter.py
`;

const checkHelp = `
Examples:
  $ flowproof oracle check adapter.py
  $ flowproof oracle check --html oracle.html -- python3 -u adapter.py --device cuda
  $ flowproof oracle check --module my-adapter.mjs --operation loss.cfm

Exit codes: 0 when nothing is wrong and something was verified; 1 when an operation is refuted; 2 when the adapter failed (an error, a
hang, a crash, a broken reply) or the command line is wrong; 3 when nothing was verified; 4 when an expected failure passes.
`;

const emitHelp = `
Examples:
  $ flowproof oracle emit questions --operation path.sample,loss.cfm
  $ flowproof oracle emit questions --corpus --text
  $ flowproof oracle judge questions

For a backend that cannot be reached by a pipe: it reads cases/<id>.safetensors (or cases.txt), and writes outputs/<id>.safetensors
(or .txt). outputs/backend.json may say { "name", "version", "language", "arithmetic" }.
`;

const operationOption = (all: string): Option =>
  new Option(
    '--operation <names>',
    `only these operations or groups, separated by commas (default: ${all})`,
  ).argParser((text: string, before: readonly string[] = []) => [
    ...before,
    ...text.split(',').map((name) => name.trim()),
  ]);

const dtypeOption = (all: string): Option =>
  new Option('--dtype <type>', `only this element type (default: ${all})`).choices(['float32', 'float64']);

/** Cases that are given need no seed. */
const corpusOption = (): Option =>
  new Option('--corpus', "the package's frozen corpus instead of cases drawn from the seed");

/** Questions and answers as files. */
function registerOffline(oracle: Command, context: Context): void {
  oracle
    .command('emit')
    .summary('write questions as files')
    .description(
      'Writes cases into a folder, as safetensors and as plain text, for a backend to answer there.',
    )
    .argument('<folder>', 'a folder that holds no cases yet')
    .addOption(operationOption('all'))
    .addOption(dtypeOption('float32; with --corpus both'))
    .addOption(corpusOption().conflicts('seed'))
    .option('--text', 'write the true answers beside them, with radius and bound, as plain text with bits')
    .addOption(seedOption(1))
    .addOption(quietOption())
    .addHelpText('after', emitHelp)
    .action(async (folder: string, flags: EmitFlags) => {
      const { emit } = await import('../oracle/emit.ts');
      emit(context, folder, flags);
    });

  judging(
    oracle
      .command('judge')
      .summary('judge answers in files')
      .description('Judges what a backend has written into the outputs of a folder of cases.')
      .argument('<folder>', 'a folder of flowproof oracle emit'),
  )
    .addHelpText('after', emitHelp)
    .action(async (folder: string, flags: JudgeFlags) => {
      const { judge } = await import('../oracle/judge.ts');
      await judge(context, folder, flags);
    });
}

/** The flags that say where results go. */
function judging(command: Command): Command {
  return command
    .addOption(operationOption('all that the backend claims'))
    .addOption(dtypeOption('all that the backend has'))
    .option(
      '--expect <file>',
      'JSON list of expected failures: [{ "operation", "reason", "link", "diagnosis" }]',
    )
    .option('--compare <file>', 'an earlier --json result: say what changed')
    .addOption(jsonOption())
    .option('--junit <file>', 'write the verdicts as JUnit XML')
    .option('--html <file>', 'write a page with the verdict matrix, the errors and the named mistakes')
    .addOption(quietOption());
}

export function registerOracle(program: Command, context: Context): void {
  const oracle = program
    .command('oracle')
    .summary('hold another implementation against the truth')
    .description(
      'Asks a backend in any language for the operations of flow matching, judges its answers, and names its mistakes.',
    )
    .addHelpText('after', overview);

  judging(
    oracle
      .command('check')
      .summary('judge a running backend')
      .description('Starts an adapter, asks it every operation that it claims, and judges what it answers.')
      .argument('[command...]', 'an adapter (adapter.py, adapter.mjs), or a command after --')
      .option('--module <file>', 'a JavaScript module that exports an adapter, run in this process')
      .addOption(
        new Option('--timeout <seconds>', 'for each case; six times as long for the greeting')
          .default(10)
          .argParser((text: string) => parseNumber('--timeout', text, { min: 0.01, max: 1e5 })),
      )
      .addOption(corpusOption().conflicts(['cases', 'seed', 'fuzz']))
      .addOption(
        new Option(
          '--cases <folder>',
          'cases of --save or of oracle emit instead of those drawn from the seed',
        ).conflicts(['seed', 'fuzz']),
      )
      .addOption(
        new Option('--fuzz <n>', 'draw this many cases more for each operation that passes').argParser(
          (text: string) => parseInteger('--fuzz', text, { min: 1, max: 1e7 }),
        ),
      )
      .option('--save <folder>', 'keep the smallest failing cases, to be asked again with --cases')
      .addOption(seedOption(1)),
  )
    .addHelpText('after', checkHelp)
    .action(async (words: string[], flags: CheckFlags) => {
      const { check } = await import('../oracle/check.ts');
      await check(context, words, flags);
    });

  oracle
    .command('init')
    .summary('write an adapter to begin with')
    .description(
      'Writes a working adapter with two operations done and the contracts of all others beside it.',
    )
    .argument('<language>', 'python, torch, jax, js, rust or cpp')
    .argument('[folder]', 'where to write it', '.')
    .addHelpText('after', initHelp)
    .action(async (language: string, folder: string) => {
      const { init } = await import('../oracle/init.ts');
      init(context, language, folder);
    });

  registerOffline(oracle, context);

  oracle
    .command('list')
    .summary('say which operations and mistakes there are')
    .description('Prints the contracts of operations, or mistakes with their mathematics.')
    .argument('[names...]', 'operations, groups of them, or mistakes (default: the table of operations)')
    .option('--mistakes', 'the table of mistakes')
    .action(async (names: string[], flags: { mistakes?: boolean }) => {
      const { listOracle } = await import('../oracle/list.ts');
      listOracle(context.stdout, names, flags);
    });
}
