/** The run of `flowproof verify --power`. */
import { encodeJson } from '../../io/json-output.ts';
import { mistakes } from '../../laws/power/mistakes/index.ts';
import { summarisePower } from '../../laws/power/power.ts';
import type { Context } from '../context.ts';
import { writeWhole } from '../output-file.ts';
import { packageVersion } from '../package-version.ts';
import type { VerifyFlags } from './flags.ts';
import { openThreads } from './open-threads.ts';
import { powerMarkdown } from './power-markdown.ts';
import { powerRows } from './power-rows.ts';
import { powerWords, printPower } from './print-power.ts';
import { runPower } from './run-power.ts';

/** Seconds for one law on one mistake: nobody else's code runs here, so this is a guard against our own mistakes. */
const LIMIT = 600;

/** `whole`: all laws take part, so that a mistake that none of them sees is a finding. */
export async function power(
  context: Context,
  laws: readonly string[],
  whole: boolean,
  flags: VerifyFlags,
): Promise<void> {
  const { runs, effort, seed } = flags;
  const options = { ...(runs !== undefined && { runs }), ...(effort !== undefined && { effort }), seed };
  const threads = await openThreads(flags.threads, true);
  try {
    const run = { mistakes, laws, options, limit: LIMIT * (effort ?? 1), quiet: flags.quiet ?? false };
    const trials = await runPower(context, threads, run);
    const met = whole ? mistakes : mistakes.filter(({ id }) => trials.some((trial) => trial.mistake === id));
    const summary = summarisePower(met, laws, trials, whole);
    const shown = met.filter(({ id }) => !summary.forOthers.includes(id));
    const rows = powerRows(shown, trials);
    printPower(context.stdout, rows, laws, summary, flags.all ?? false);
    if (flags.json !== undefined) {
      const data = {
        version: 1,
        kind: 'power',
        flowproof: packageVersion(),
        options: { runs: runs ?? null, effort: effort ?? null, seed },
        summary,
        laws,
        mistakes: rows,
        trials,
      };
      writeWhole('--json', flags.json, encodeJson(data, { special: 'string' }));
    }
    if (flags.markdown !== undefined) {
      writeWhole('--markdown', flags.markdown, powerMarkdown(rows, summary));
    }
    if (flags.html !== undefined) {
      const { renderPowerPage } = await import('../../report/verify/power-page.ts');
      const page = renderPowerPage({
        title: 'The power of the laws',
        subtitle: powerWords(summary, laws.length).replaceAll('\n', '; '),
        abstract: [
          'Mistakes in formulas, each planted in an object that is right without it. Every law has to pass the right object, and one law at least has to see the mistake.',
        ],
        rows,
      });
      writeWhole('--html', flags.html, page);
    }
    if (!summary.good) context.verdict = 1;
  } finally {
    await threads.close();
  }
}
