import { divide, exact, multiply, square, sum } from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import { lossCount, lossGradient, lossValue } from '../formulas/losses.ts';
import type { Form } from './form.ts';

const operations = ['loss.fm', 'loss.cfm', 'mlp.gradient', 'mlp.cfm-gradient'];

export const lossForms: readonly Form[] = [
  {
    id: 'loss.times-reciprocal',
    formula: 'L = (1/rows) · Σ(v − u)²,  ∂L/∂v = (2/rows) · (v − u)',
    operations,
    replace: [
      instead(lossValue, (_right, residuals) =>
        multiply(
          divide(exact(1), lossCount(residuals.length, residuals[0]!.length)),
          sum(residuals.flat().map(square)),
        ),
      ),
      instead(lossGradient, (_right, residuals) => {
        const factor = divide(exact(2), lossCount(residuals.length, residuals[0]!.length));
        return residuals.map((row) => row.map((r) => multiply(factor, r)));
      }),
    ],
  },
  {
    id: 'loss.mean-over-all-times-dim',
    formula: 'L = dim · mean over all elements of (v − u)²',
    operations,
    replace: [
      instead(lossValue, (right, residuals) => {
        const dim = exact(residuals[0]!.length);
        return multiply(dim, divide(right(residuals), dim));
      }),
      instead(lossGradient, (right, residuals) => {
        const dim = exact(residuals[0]!.length);
        return right(residuals).map((row) => row.map((g) => multiply(dim, divide(g, dim))));
      }),
    ],
  },
];
