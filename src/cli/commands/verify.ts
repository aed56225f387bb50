/** `flowproof verify`: the laws, held against our own system or a user's module. */
import { type Command, Option } from 'commander';
import { show, UsageError } from '../../errors.ts';
import type { Context } from '../context.ts';
import { jsonOption, parseInteger, parseNumber, quietOption, threadsOption } from '../options.ts';
import type { VerifyFlags } from '../verify/flags.ts';

const help = `
Examples:
  $ flowproof verify
  $ flowproof verify continuity --effort 10
  $ flowproof verify --path ./my-path.mjs --html verify.html

A module exports its objects by kind: export const path = { dim: 1, sample(t, x0, z, out) { … } }. A value is one object, an
array or a record of objects. docs/laws says what each law asks of them.

Exit codes: 0 when the laws hold; 1 when a law is violated, an object is at fault (it throws, answers NaN, does not answer), or
no law could judge one; 2 when the command line is wrong or the module cannot be loaded.
`;

export function registerVerify(program: Command, context: Context): void {
  const count = (flag: string, max: number) => (text: string) => parseInteger(flag, text, { min: 1, max });
  program
    .command('verify')
    .summary('hold the laws against flowproof or your own module')
    .description(
      'Tries the laws of flow matching on random cases, and shows the smallest counterexample of each that fails.',
    )
    .argument('[laws...]', 'laws by name, or by how several begin (default: all)')
    .option('--path <file>', 'a JavaScript module with objects of your own (default: all of flowproof)')
    .option('--object <name>', 'only objects of this name')
    .addOption(new Option('--runs <n>', 'cases of each law and object').argParser(count('--runs', 1e9)))
    .addOption(
      new Option(
        '--effort <k>',
        "multiplies each law's own number of cases (default: 1; 10 for a module)",
      ).argParser(count('--effort', 1e6)),
    )
    .addOption(
      new Option('--seed <n>', 'seed of the cases; the same seed gives the same bits')
        .default(1)
        .argParser((text: string) =>
          parseInteger('--seed', text, { min: -2_147_483_648, max: 2_147_483_647 }),
        ),
    )
    .addOption(
      new Option('--replay <r>', 'first meet this counterexample again, such as 1:4:0').argParser(
        parseReplay,
      ),
    )
    .addOption(threadsOption())
    .addOption(
      new Option(
        '--timeout <seconds>',
        'for each law and object (default: 60 for each unit of effort)',
      ).argParser((text: string) => parseNumber('--timeout', text, { min: 0.01, max: 1e6 })),
    )
    .option('--all', 'a line for every object, not for the worst of each law alone')
    .option('--list', 'say which laws there are')
    .option('--power', 'which law sees which planted mistake, and how small a one')
    .option('--markdown <file>', 'with --power: write the table as Markdown')
    .addOption(jsonOption())
    .option('--html <file>', 'write a page with tables, counterexamples and pictures of the residuals')
    .addOption(quietOption())
    .addHelpText('after', help)
    .action((names: string[], flags: VerifyFlags) => verifyCommand(names, flags, context));
}

function parseReplay(text: string): string {
  if (/^-?\d+:\d+(:\d+)*$/.test(text)) return text;
  throw new UsageError({
    argument: '--replay',
    expected: 'the text that a result gave for it, such as 1:4:0',
    received: show(text),
  });
}

function refuseTogether(
  flags: VerifyFlags,
  one: keyof VerifyFlags,
  others: readonly (keyof VerifyFlags)[],
): void {
  if (flags[one] === undefined) return;
  const other = others.find((name) => flags[name] !== undefined);
  if (other === undefined) return;
  throw new UsageError({
    argument: `--${one}`,
    expected: `no --${other} beside it`,
    received: 'both',
    wayOut: 'leave one out',
  });
}

async function verifyCommand(names: readonly string[], flags: VerifyFlags, context: Context): Promise<void> {
  refuseTogether(flags, 'runs', ['effort']);
  refuseTogether(flags, 'list', ['html', 'path', 'object', 'replay', 'all']);
  refuseTogether(flags, 'power', ['path', 'object', 'replay', 'list', 'timeout']);
  if (!flags.power && flags.markdown !== undefined) {
    throw new UsageError({ argument: '--markdown', expected: '--power beside it', received: 'none' });
  }
  const { checkApart, checkWritable } = await import('../output-file.ts');
  const outputs = (['json', 'html', 'markdown'] as const).flatMap((name) =>
    flags[name] === undefined ? [] : [[`--${name}`, flags[name]] as const],
  );
  for (const [i, [option, path]] of outputs.entries()) {
    checkWritable(option, path);
    if (flags.path !== undefined) checkApart(option, path, [['--path', flags.path]]);
    checkApart(option, path, outputs.slice(0, i));
  }
  const { lawsOrAdvice } = await import('../verify/load-laws.ts');
  const laws = await lawsOrAdvice();
  const { chooseLaws } = await import('../verify/choose-laws.ts');
  const chosen = chooseLaws(
    names,
    laws.map((law) => law.id),
  );
  if (flags.list) {
    const { listLaws } = await import('../verify/list-laws.ts');
    return listLaws(
      context.stdout,
      laws.filter((law) => chosen.includes(law.id)),
      flags.json,
    );
  }
  if (flags.power) {
    const { power } = await import('../verify/power.ts');
    return power(context, chosen, names.length === 0, flags);
  }
  const { verify } = await import('../verify/verify.ts');
  await verify(context, chosen, flags);
}
