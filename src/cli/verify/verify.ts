/** The run of `flowproof verify`: list, choose, check, and say what was found. */
import { encodeJson } from '../../io/json-output.ts';
import type { LawInfo } from '../../laws/core/law-info.ts';
import type { CheckChoice, LawUnit } from '../../parallel/handlers/law.ts';
import type { Context } from '../context.ts';
import { writeWhole } from '../output-file.ts';
import { chooseUnits } from './choose-units.ts';
import type { VerifyFlags } from './flags.ts';
import { moduleOutput } from './module-output.ts';
import { openThreads } from './open-threads.ts';
import { printFindings, printNotes, printTable } from './print-results.ts';
import { checkUnits, type LawsRun, listUnits } from './run-laws.ts';
import { userModule } from './user-module.ts';
import { byLaw, summarise, unjudgedObjects } from './verdict.ts';
import { verifyData } from './verify-json.ts';

/** Seconds for a trial at its own number of cases: a hundred times what ours take. */
const LIMIT = 60;

/** A module has few objects, and mistakes in it may sit in a narrow window: ten times the cases of our own long list. */
const MODULE_EFFORT = 10;

/** `chosen`: ids of laws. `open`: where the trials run. */
export async function verify(
  context: Context,
  chosen: readonly string[],
  flags: VerifyFlags,
  open: typeof openThreads = openThreads,
): Promise<void> {
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
  const printed = moduleOutput();
  const threads = await open(flags.threads, path === undefined, printed.take);
  try {
    const all = await listUnits(context, threads, run);
    const units = chooseUnits(all, { laws: chosen, object: flags.object, path });
    const results = await checkUnits(context, threads, units, run);
    const laws = distinct(units, chosen);
    const groups = byLaw(laws, results);
    const unjudged = path === undefined ? [] : unjudgedObjects(units, results);
    const summary = summarise(groups, path === undefined, unjudged);
    printTable(context.stdout, groups, flags.all ?? false);
    const words = { path, object: new Set(all.map((unit) => unit.object)).size > 1 };
    printFindings(context.stdout, groups, summary, words);
    printNotes(context.stdout, results);
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
    if (path !== undefined && !run.quiet) await printed.tell(context.stderr, path);
  } finally {
    await threads.close();
  }
}

/** The laws of the trials, in the order of the registry. */
function distinct(units: readonly LawUnit[], chosen: readonly string[]): LawInfo[] {
  return chosen.flatMap((id) => units.find((unit) => unit.law.id === id)?.law ?? []);
}
