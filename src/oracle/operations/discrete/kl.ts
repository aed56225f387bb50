import type { Operation } from '../../contract.ts';
import { rowsOf } from '../../formulas/batch.ts';
import { generalizedKl, jumpCoefficient, tokenMean } from '../../formulas/discrete.ts';
import { time } from '../fields.ts';
import { kappaOf, kappaSetting, posterior, token } from './fields.ts';

/** Generalized Kullback–Leibler loss of the mixture path. */
export const discreteKl: Operation = {
  name: 'discrete.kl',
  revision: 1,
  summary: 'generalized Kullback–Leibler loss between the conditional and the predicted rates',
  formula:
    'loss = mean over rows of −(κ̇/(1 − κ)) (p[x] − δ_{x₁}[x] + (1 − δ_{x₁}[x]) ln p[x₁])  =  Σ_{y≠x} a ln(a/b) − a + b,  a = g δ_{x₁}[y],  b = g p[y]',
  conventions: ['mean over rows', 'natural logarithm', 'rates of the other states only: y ≠ x'],
  source: 'Shaul et al., Flow Matching with General Discrete Paths (2024), § 7',
  sizes: { rows: [6, 10], states: [2, 5] },
  settings: [kappaSetting],
  inputs: [token, { ...token, name: 'x1', meaning: 'target state x₁ of each row' }, posterior, time(0)],
  outputs: [{ name: 'loss', type: 'float', shape: [], meaning: 'the loss' }],
  trace: [{ name: 'row_loss', type: 'float', shape: ['rows'], meaning: 'the loss of each row' }],
  evaluate: (open) => {
    const { floats, ints, sizes } = open;
    const losses = rowsOf(floats.probabilities!, sizes.states!).map((p, r) =>
      generalizedKl(jumpCoefficient(kappaOf(open), floats.t![r]!), p, ints.x![r]!, ints.x1![r]!),
    );
    return { loss: [tokenMean(open.probe('row_loss', losses))] };
  },
};
