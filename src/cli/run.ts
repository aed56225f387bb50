/** One command line from arguments to exit code, without touching the process: what main.ts runs and tests call. */
import type { Command } from 'commander';
import { show, UsageError } from '../errors.ts';
import { type Context, createContext, type TextStream } from './context.ts';
import { toFailure } from './error-line.ts';
import { withoutKernels } from './kernels-option.ts';
import { createProgram } from './program.ts';

/** The deepest command that the arguments name, for the hint in errors: `flowproof data list`. */
function namedCommand(program: Command, argv: readonly string[]): Command {
  let command = program;
  for (const word of withoutKernels(argv)) {
    const next = command.commands.find((c) => c.name() === word);
    if (!next) break;
    command = next;
  }
  return command;
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

function missingCommand(command: Command, argv: readonly string[]): UsageError {
  const names = command.commands.map((c) => c.name()).filter((name) => name !== 'help');
  const help = argv.indexOf('help');
  const asked = help < 0 ? undefined : argv[help + 1];
  return new UsageError({
    argument: 'command',
    expected: `one of ${names.join(', ')}`,
    received: asked === undefined ? 'none' : show(asked),
    wayOut: `see ${pathOf(command)} --help`,
  });
}

/** There is no help of a command that there is not; the words without it say so. */
function withoutVainHelp(program: Command, argv: readonly string[]): readonly string[] {
  const named = namedCommand(program, argv);
  const { commands } = named;
  const depth = pathOf(named).split(' ').length - 1;
  const word = withoutKernels(argv)
    .slice(depth)
    .find((text) => !text.startsWith('-'));
  const known = word === undefined || word === 'help' || commands.some((c) => c.name() === word);
  return commands.length === 0 || known ? argv : argv.filter((text) => text !== '--help' && text !== '-h');
}

/**
 * Runs `argv` (without node and script) and returns the exit code; error-line.ts lists the codes. Never throws: every
 * failure is one line on `stderr`.
 */
export async function run(
  argv: readonly string[],
  world: {
    stdout: TextStream;
    stderr: TextStream;
    env?: Readonly<Record<string, string | undefined>>;
    interruptSignal?: () => AbortSignal;
  },
): Promise<number> {
  const context: Context = createContext(world);
  const program = createProgram(context);
  try {
    await program.parseAsync(withoutVainHelp(program, argv), { from: 'user' });
    return context.verdict;
  } catch (thrown) {
    const { code, exitCode } = thrown as { code?: unknown; exitCode?: unknown };
    const isCommander = typeof code === 'string' && code.startsWith('commander.');
    if (isCommander && exitCode === 0) return 0;
    const command = namedCommand(program, argv);
    const error = code === 'commander.help' ? missingCommand(command, argv) : thrown;
    const failure = toFailure(error, `${pathOf(command)} --help`);
    context.stderr.write(`${failure.line}\n`);
    if (context.env.FLOWPROOF_DEBUG === '1') context.stderr.write(`${failure.stack}\n`);
    return failure.exitCode;
  }
}
