/** `flowproof solvers`: the error of solvers against their number of steps. */
import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import { jsonOption, parseInteger, parseNumber, quietOption, threadsOption } from '../options.ts';
import type { SolversFlags } from '../solvers/flags.ts';

const help = `
Examples:
  $ flowproof solvers
  $ flowproof solvers --solvers euler,heun,rk4 --steps 8,16,32,64
  $ flowproof solvers --config benchmark.json --json rows.json
  $ flowproof solvers --certify tableau.json

Fields of the configuration and flags have the same names. A value is a word, words between commas, or JSON.

Exit codes: 0 when no run failed (one that gave up after --max-steps did not, nor one that was skipped because its solver does not suit its
problem); 1 when one failed or ran out of time; 2 when the configuration is wrong or a module does not load. With --certify: 0 when the
tableau is what it claims to be, 1 when not, 2 when it cannot be read.
`;

export function registerSolvers(program: Command, context: Context): void {
  program
    .command('solvers')
    .summary('the error of solvers against their number of steps')
    .description(
      'Runs solvers on problems whose solutions are known, and says how far from the truth they end.',
    )
    .option('--config <file>', 'a JSON file with any of the fields below; a flag overrules its field')
    .option('--problems <names>', 'problems by name, or JSON')
    .option('--name <name>', 'with --target, --field or --model: how to call it')
    .option('--target <json>', 'a flow to this target, in place of --problems')
    .option('--schedule <spec>', 'of --target (default: cond-ot), or of --field for diffusion solvers')
    .option('--source <json>', 'with --target: mean and spread of the source (default: standard normal)')
    .option(
      '--start <spec>',
      'where to start a flow, field or model, such as normal:64 (default on the line: normal-quantiles:200)',
    )
    .option(
      '--field <file>',
      'a module of your own that exports dim and velocity(t, x, out), in place of --problems',
    )
    .option('--model <file>', 'a model that flowproof train wrote, in place of --problems')
    .option('--solvers <names>', 'solvers by name (default: all)')
    .option('--steps <counts>', 'step counts, for solvers with fixed steps')
    .option('--tolerances <list>', 'tolerances, for solvers that choose their steps')
    .option('--grid <specs>', 'time grids (default: uniform)')
    .option('--dtype <names>', 'float64, float32, float32-compensated (default: float64, float32)')
    .option('--profile <name>', 'rules of step-size control: flowproof, scipy, torchdiffeq or diffrax')
    .option(
      '--control <kind>',
      'with tolerances: batch (one grid for all, the default) or sample (one for each)',
    )
    .option('--max-steps <n>', 'with tolerances: steps after which a run gives up (default: 10000)')
    .option(
      '--noise <spec>',
      'w(t) of stochastic solvers, such as pole-free or sigma:0.5 (default: pole-free)',
    )
    .option('--churn <s>', 'of edm-churn (default: 1)')
    .option(
      '--metrics <names>',
      'beside the error at the end: pathRmse, logDensity, w1, w2, slicedW2, energyDistance, mmd',
    )
    .option('--seed <n>', 'of Brownian motions, and of the samples that metrics draw (default: 0)')
    .addOption(
      new Option('--timeout <seconds>', 'for each run')
        .default(60)
        .argParser((text: string) => parseNumber('--timeout', text, { min: 0.01, max: 1e6 })),
    )
    .addOption(
      new Option('--repeats <n>', 'repeat a short run up to so many times, for its time')
        .default(5)
        .argParser((text: string) => parseInteger('--repeats', text, { min: 1, max: 1000 })),
    )
    .addOption(threadsOption())
    .addOption(jsonOption())
    .option('--csv <file>', 'write the rows as a table for spreadsheets')
    .option('--svg <file>', 'draw error against evaluations')
    .option('--html <file>', 'write a page with charts and tables')
    .option(
      '--journal <file>',
      'where finished rows are kept until all are (default: beside the first output)',
    )
    .option('--resume', 'go on with a run that was stopped')
    .option('--list', 'say which solvers, problems, grids, schedules, targets and noises there are')
    .option(
      '--certify <file>',
      'in place of a run: decide exactly which order the tableau in this JSON file has, or one of ours by name',
    )
    .addOption(quietOption())
    .addHelpText('after', help)
    .action((flags: SolversFlags) => solversCommand(flags, context));
}

async function solversCommand(flags: SolversFlags, context: Context): Promise<void> {
  if (flags.certify !== undefined) {
    const { certifyCommand } = await import('../solvers/certify.ts');
    return certifyCommand(context, flags.certify, flags);
  }
  const { checkOutputs } = await import('../solvers/write-outputs.ts');
  checkOutputs(flags);
  if (flags.list) {
    const { listNames } = await import('../solvers/list-names.ts');
    return listNames(context.stdout, flags.json);
  }
  const { solvers } = await import('../solvers/solvers.ts');
  await solvers(context, flags);
}
