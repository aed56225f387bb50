/** The command tree. Each command registers itself and loads what it needs only when it runs, so --help is fast. */
import { Command } from 'commander';
import { registerData } from './commands/data.ts';
import { registerInfo } from './commands/info.ts';
import { registerOracle } from './commands/oracle.ts';
import { registerReport } from './commands/report.ts';
import { registerSample } from './commands/sample.ts';
import { registerSolvers } from './commands/solvers.ts';
import { registerTrain } from './commands/train.ts';
import { registerVerify } from './commands/verify.ts';
import type { Context } from './context.ts';
import { addKernelsOption } from './kernels-option.ts';
import { packageVersion } from './package-version.ts';

const overview = `
Exit codes: 0 good, 1 a finding, 2 a usage or input error, 130 stopped by Ctrl-C.
Every command has its own help with an example: flowproof <command> --help

Example:
  $ flowproof data list
`;

/** The whole command line, writing to the streams of `context` and throwing instead of exiting. */
export function createProgram(context: Context): Command {
  const program = new Command('flowproof')
    .description('The reference implementation of flow matching.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', overview)
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      // Errors are printed once, in one line, by run.ts.
      writeErr: () => {},
      outputError: () => {},
      getOutHelpWidth: () => Math.min(context.stdout.columns ?? 100, 110),
    });
  addKernelsOption(program, context);
  registerReport(program, context);
  registerTrain(program, context);
  registerSample(program, context);
  registerSolvers(program, context);
  registerVerify(program, context);
  registerOracle(program, context);
  registerData(program, context);
  registerInfo(program, context);
  return program;
}
