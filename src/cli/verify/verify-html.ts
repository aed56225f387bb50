/** The page of a verification, with pictures of the findings and of the worst object of each law that holds. */
import type { LawResult } from '../../laws/core/result.ts';
import type { LawUnit } from '../../parallel/handlers/law.ts';
import type { Supervised } from '../../parallel/outcome.ts';
import type { ResidualPicture } from '../../report/verify/verify-data.ts';
import { renderVerifyPage } from '../../report/verify/verify-page.ts';
import type { Context } from '../context.ts';
import { type ReplayWords, replayCommand } from './print-results.ts';
import { drawUnits, type LawsRun } from './run-laws.ts';
import { type LawGroup, type VerifySummary, worstResult } from './verdict.ts';

/** A page with more pictures is not read, and each costs thousands of measurements. */
const MOST_PICTURES = 40;

export async function verifyHtml(
  context: Context,
  threads: Supervised,
  units: readonly LawUnit[],
  groups: readonly LawGroup[],
  summary: VerifySummary,
  run: LawsRun,
  replay: ReplayWords,
): Promise<string> {
  const pictures = await drawn(context, threads, units, groups, run);
  return renderVerifyPage(
    {
      title:
        replay.path === undefined
          ? 'The laws, held against flowproof'
          : `The laws, held against ${replay.path}`,
      subtitle: summary.words,
      abstract: abstractOf(summary),
      laws: groups.map(({ law, results }) => ({ law, results, loose: summary.looseLaws.includes(law.id) })),
      replay: (result) => replayCommand(result, replay),
      pictures,
    },
    worstResult,
  );
}

function abstractOf({ counts, looseLaws }: VerifySummary): string[] {
  const broken = counts.violated + counts.faulty;
  return [
    broken === 0
      ? counts.holds === 0
        ? 'No law could judge any object, so nothing was verified.'
        : 'No law was broken in any of the random cases that were tried.'
      : `${broken} of the trials below found a mistake. Each is shown with the smallest case that was found.`,
    ...(looseLaws.length > 0
      ? [
          `Never used more than a thousandth of their bounds, and would not see small mistakes: ${looseLaws.join(', ')}.`,
        ]
      : []),
  ];
}

async function drawn(
  context: Context,
  threads: Supervised,
  units: readonly LawUnit[],
  groups: readonly LawGroup[],
  run: LawsRun,
): Promise<ResidualPicture[]> {
  const unitOf = (result: LawResult): LawUnit[] =>
    units.filter((unit) => unit.drawable && unit.law.id === result.law && unit.object === result.object);
  const findings = groups.flatMap(({ results }) => results.filter(({ status }) => status === 'violated'));
  const holding = groups.map(({ results }) =>
    results.filter(({ status }) => status === 'holds').sort((a, b) => b.ratio! - a.ratio!),
  );
  const first = findings.slice(0, MOST_PICTURES).flatMap(unitOf);
  const pictures = await pictured(context, threads, first, run);
  // The worst object of a law may have no picture; then the next one that has.
  for (let depth = 0; depth < 6 && pictures.length < MOST_PICTURES; depth++) {
    const open = holding.filter(
      (results) => results[depth] !== undefined && !pictures.some(({ law }) => law === results[depth]!.law),
    );
    const next = open.flatMap((results) => unitOf(results[depth]!)).slice(0, MOST_PICTURES - pictures.length);
    if (next.length > 0) pictures.push(...(await pictured(context, threads, next, run)));
  }
  return pictures;
}

async function pictured(
  context: Context,
  threads: Supervised,
  units: readonly LawUnit[],
  run: LawsRun,
): Promise<ResidualPicture[]> {
  const maps = await drawUnits(context, threads, units, run);
  return maps.flatMap((map, i) =>
    map === null ? [] : [{ law: units[i]!.law.id, object: units[i]!.object, map }],
  );
}
