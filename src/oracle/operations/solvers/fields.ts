/** Inputs of operations on the polynomial field v(t, x) = A x + B x² + c t + d t². */
import type { InputField, OpenCase } from '../../contract.ts';
import { type Polynomial, velocity } from '../../formulas/polynomial-field.ts';
import type { Slope } from '../../formulas/solvers.ts';

/** Points from which the field, quadratic as it is, does not run to infinity within a unit of time. */
export const start = (name: string, meaning: string): InputField => ({
  name,
  type: 'float',
  shape: ['rows', 'dim'],
  meaning,
  domain: { kind: 'uniform', from: -1.6, to: 1.6 },
});

/** A: of x. */
export const linearPart: InputField = {
  name: 'A',
  type: 'float',
  shape: ['dim', 'dim'],
  meaning: 'coefficients of x: row i belongs to vᵢ',
  domain: { kind: 'uniform', from: -1.3, to: 1.3 },
};

/** B: of x². */
export const squarePart: InputField = {
  name: 'B',
  type: 'float',
  shape: ['dim', 'dim'],
  meaning: 'coefficients of x² (by elements): row i belongs to vᵢ',
  domain: { kind: 'uniform', from: -0.3, to: 0.3 },
};

/** A, B, c and d. */
export const polynomialInputs: readonly InputField[] = [
  linearPart,
  squarePart,
  {
    name: 'c',
    type: 'float',
    shape: ['dim'],
    meaning: 'coefficients of t',
    domain: { kind: 'uniform', from: -1, to: 1 },
  },
  {
    name: 'd',
    type: 'float',
    shape: ['dim'],
    meaning: 'coefficients of t²',
    domain: { kind: 'uniform', from: -1, to: 1 },
  },
];

/** The interval from t0 to t1. */
export const span: readonly InputField[] = [
  {
    name: 't0',
    type: 'float',
    shape: [],
    meaning: 'time at the start',
    domain: { kind: 'uniform', from: 0.05, to: 0.3 },
  },
  {
    name: 't1',
    type: 'float',
    shape: [],
    meaning: 'time at the end',
    domain: { kind: 'uniform', from: 0.75, to: 1 },
  },
];

export const FIELD = 'v(t, x) = A x + B x² + c t + d t² (x² by elements)';

export function polynomialOf({ floats }: OpenCase): Polynomial {
  return { A: floats.A!, B: floats.B!, c: floats.c!, d: floats.d! };
}

export function slopeOf(open: OpenCase): Slope {
  const field = polynomialOf(open);
  return (t, x) => velocity(field, t, x);
}
