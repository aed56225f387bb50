/** The run of `flowproof verify`: list, choose, check, and say what was found. */
import { show, UsageError } from '../../errors.ts';
import { encodeJson } from '../../io/json-output.ts';
import type { LawInfo } from '../../laws/core/law-info.ts';
import type { CheckChoice, LawUnit } from '../../parallel/handlers/law.ts';
import type { Context } from '../context.ts';
import { writeWhole } from '../output-file.ts';
import type { VerifyFlags } from './flags.ts';
import { openThreads } from './open-threads.ts';
import { printFindings, printTable } from './print-results.ts';
import { checkUnits, type LawsRun, listUnits } from './run-laws.ts';
import { userModule } from './user-module.ts';
import { byLaw, summarise } from './verdict.ts';
import { verifyData } from './verify-json.ts';

/** Seconds for a trial at its own number of cases: a hundred times what ours take. */
const LIMIT = 60;

/** A module has few objects, and mistakes in it may sit in a narrow window: ten times the cases of our own long list. */
const MODULE_EFFORT = 10;

export async function verify(context: Context, chosen: readonly string[], flags: VerifyFlags): Promise<void> {
  const { path, runs, seed, replay } = flags;
  const effort = flags.effort ?? (path !== undefined && runs === undefined ? MODULE_EFFORT : undefined);
  const options: CheckChoice = {
    ...(runs !== undefined && { runs }),
    ...(effort !== undefined && { effort }),
    seed,
    ...(replay !== undefined && { replay }),
  };
  const run: LawsRun = {
    source: path === undefined ? { kind: 'own' } : userModule(path),
    options,
    limit: flags.timeout ?? LIMIT * (effort ?? 1),
    quiet: flags.quiet ?? false,
  };
  const threads = await openThreads(flags.threads, path === undefined);
  try {
    const all = await listUnits(context, threads, run);
    const units = chooseUnits(all, chosen, flags);
    const results = await checkUnits(context, threads, units, run);
    const laws = distinct(units, chosen);
    const groups = byLaw(laws, results);
    const summary = summarise(groups, path === undefined);
    printTable(context.stdout, groups, flags.all ?? false);
    const words = { path, object: new Set(all.map((unit) => unit.object)).size > 1 };
    printFindings(context.stdout, groups, summary, words);
    if (flags.json !== undefined) {
      const data = verifyData(path, options, groups, summary);
      writeWhole('--json', flags.json, encodeJson(data, { special: 'string' }));
    }
    if (flags.html !== undefined) {
      const { verifyHtml } = await import('./verify-html.ts');
      const page = await verifyHtml(context, threads, units, groups, summary, run, words);
      writeWhole('--html', flags.html, page);
    }
    if (!summary.good) context.verdict = 1;
  } finally {
    await threads.close();
  }
}

/** The laws of the trials, in the order of the registry. */
function distinct(units: readonly LawUnit[], chosen: readonly string[]): LawInfo[] {
  return chosen.flatMap((id) => units.find((unit) => unit.law.id === id)?.law ?? []);
}

function chooseUnits(
  all: readonly LawUnit[],
  chosen: readonly string[],
  { object, path }: VerifyFlags,
): LawUnit[] {
  const ofLaw = all.filter((unit) => chosen.includes(unit.law.id));
  const units = ofLaw.filter((unit) => object === undefined || unit.object === object);
  if (units.length > 0) return units;
  const objects = [...new Set((ofLaw.length > 0 ? ofLaw : all).map((unit) => unit.object))];
  if (ofLaw.length > 0) {
    throw new UsageError({
      argument: '--object',
      expected: `one of ${objects.slice(0, 12).join(', ')}${objects.length > 12 ? ', …' : ''}`,
      received: show(object),
    });
  }
  throw new UsageError({
    argument: path === undefined ? 'laws' : `--path ${show(path)}`,
    expected: 'an object that the chosen laws speak of',
    received: `objects of the kinds ${[...new Set(all.map((unit) => unit.law.kind))].join(', ') || 'that no law knows'}`,
    wayOut: 'see flowproof verify --list',
  });
}
