/** Every finding in full: the counterexample in words and as code, how to meet it again, and the picture of the residual. */
import type { LawResult } from '../../laws/core/result.ts';
import type { Canvas } from '../charts/canvas.ts';
import { formatNumber, formatScientific } from '../format.ts';
import { escapeHtml, type Html } from '../page/html.ts';
import type { Numbering } from '../page/numbering.ts';
import { proseHtml } from './prose.ts';
import { bandsFor } from './ratio-bands.ts';
import { bandLegend, type Mark, residualChart } from './residual-chart.ts';
import type { ResidualPicture, VerifyPage } from './verify-data.ts';

/** t of a case, and its point where it is one number. */
export function markOf(at: unknown): Mark | undefined {
  if (typeof at !== 'object' || at === null) return undefined;
  const { t, x, x0 } = at as { t?: unknown; x?: unknown; x0?: unknown };
  if (typeof t !== 'number') return undefined;
  const point: unknown = x0 ?? x;
  const first: unknown = Array.isArray(point) && point.length === 1 ? point[0] : point;
  return { t, x: typeof first === 'number' ? first : null };
}

export function findingsHtml(
  canvas: Canvas | undefined,
  numbering: Numbering,
  page: VerifyPage,
  found: readonly LawResult[],
): Html {
  return found
    .map((result, i) => {
      const picture = page.pictures.find((p) => p.law === result.law && p.object === result.object);
      const drawn = picture && canvas ? pictureHtml(canvas, numbering, picture, result, `hatch-${i}`) : '';
      return `<article class="broken">${textOf(result, page.replay(result))}${drawn}</article>`;
    })
    .join('\n');
}

function textOf(result: LawResult, replay: string | null): Html {
  const { counterexample, status } = result;
  const verb = status === 'violated' ? 'does not hold for' : 'met a fault of';
  const lines: Html[] = [
    `<h3>${escapeHtml(result.law)} <span class="bad">${verb}</span> ${escapeHtml(result.object)}</h3>`,
    `<p class="statement">${escapeHtml(result.title)}</p>`,
  ];
  const say = (text: string): void => void lines.push(`<p>${proseHtml(text)}</p>`);
  if (result.reason !== undefined) say(`The object ${reasonText(result.reason)}`);
  if (counterexample && status === 'violated') {
    const times =
      counterexample.ratio === null || !Number.isFinite(counterexample.ratio)
        ? ''
        : `, ${formatNumber(counterexample.ratio, 2)} times as much`;
    say(`Smallest counterexample: ${counterexample.words}.`);
    say(
      `Residual ${formatScientific(counterexample.residual)} against the bound ${formatScientific(counterexample.bound)}${times} (${result.why}).`,
    );
  }
  if (counterexample?.detail !== undefined) say(`${counterexample.detail}.`);
  if (result.note !== undefined) say(`Note: ${result.note}.`);
  if (counterexample)
    lines.push(
      `<p>As code, for an .mjs file in a project that has flowproof:</p><pre><code>${escapeHtml(counterexample.snippet)}</code></pre>`,
    );
  if (replay !== null) lines.push(`<p>Again: <code>${escapeHtml(replay)}</code></p>`);
  return lines.join('\n');
}

/** 'at t = 0.25: …', 'in the call …' and 'did not answer …' all follow 'The object'. */
const reasonText = (reason: string): string =>
  /^(at|in) /.test(reason) ? `failed ${reason}.` : `${reason}.`;

function pictureHtml(
  canvas: Canvas,
  numbering: Numbering,
  { map }: ResidualPicture,
  result: LawResult,
  id: string,
): Html {
  const at = result.counterexample?.case;
  const mark = markOf(at);
  const bands = bandsFor(map.ratios);
  const svg = residualChart(canvas, { title: '', map, mark }, { width: 440, height: 250, id, bands });
  const where = mark
    ? `Dashed: the time of the counterexample${mark.x === null || map.x === null ? '' : '; ring: its point'}.`
    : '';
  return numbering.figure(
    `<div class="map">${svg}</div>${bandLegend(bands)}`,
    `Where ${result.law} fails for ${result.object}`,
    `The residual as a share of its bound over ${map.x === null ? 't' : 't and x'}; red is broken. ${where}`,
  );
}
