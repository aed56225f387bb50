/** How to read the page: what each verdict says, and where the bounds come from. */
import { DEVIATIONS, POWER, verdicts } from '../../oracle/judge/verdict.ts';
import { escapeHtml, type Html } from '../page/html.ts';

const LOOK: Readonly<Record<string, string>> = { SUSPECT: 'open', 'NO-POWER': 'open', REFUTED: 'bad' };

export function definitionsHtml(): Html {
  const rows = [...verdicts]
    .reverse()
    .map(
      ({ verdict, says }) =>
        `<dt><span class="verdict ${LOOK[verdict] ?? 'good'}">${verdict}</span></dt><dd>${escapeHtml(says)}</dd>`,
    );
  const words = [
    [
      'Truth',
      'Each operation is computed again in float64 from its formula, by code that shares nothing with a network engine. The same computation carries the error of every step, so the truth knows its own radius.',
    ],
    [
      'Bound',
      'The error that the declared arithmetic can cause, from the standard model fl(a ∘ b) = (a ∘ b)(1 + δ), |δ| ≤ u: every operation adds u times its size to what its operands had, a sum of n terms γₙ₋₁ = (n − 1)u/(1 − (n − 1)u) times the sum of their sizes, whatever its order, and an elementary function the units in the last place that the backend declares. Wherever a formula is used, the largest error over all its known forms counts, so that no backend is accused for another way of writing it, nor for several at once. Nothing in it is tuned.',
    ],
    [
      'Statistical bound',
      `${DEVIATIONS} standard deviations, if every rounding were an independent draw. Independence is a model and no proof, so this bound makes an answer SUSPECT and never REFUTED.`,
    ],
    [
      'Power',
      `Every known mistake of an operation is computed, too. A pass counts only where each mistake that the cases show lies at least ${POWER} bounds away from the truth. “Seen from s” says that truth + s · (mistake − truth) is where refutation begins.`,
    ],
    [
      'Bias',
      'The mean signed error in units of its own standard deviation: rounding to nearest gives a value near 0, truncation and a small systematic error do not.',
    ],
    [
      'Distance',
      'Elements by units in the last place from the truth rounded once: 0, 1, 2, at most 4, 8, … Where truth is near 0 by cancellation, many units are a small error; the bound knows that, the histogram does not.',
    ],
  ].map(([name, text]) => `<p><b>${name}.</b> ${escapeHtml(text!)}</p>`);
  return `<dl class="formulas verdicts">${rows.join('\n')}</dl>\n${words.join('\n')}`;
}
