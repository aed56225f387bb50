/**
 * Other ways to write activations, layers and Jacobians.
 *
 * A network has one activation, so that forms of different activations stand in one entry without meeting.
 */
import { erf, exp, log, log1p, sqrt, tanh } from '../arithmetic/functions.ts';
import {
  add,
  constant,
  divide,
  dot,
  exact,
  multiply,
  negate,
  square,
  subtract,
  type Tracked,
} from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import {
  hyperbolicTangent,
  logistic,
  normalCdf,
  normalDensity,
  relu,
  reluSlope,
  siluSlope,
  softplus,
  tanhSlope,
} from '../formulas/activations.ts';
import { affine, transposed } from '../formulas/mlp.ts';
import {
  jacobianColumns,
  jacobianVector,
  pullPoint,
  pushPoint,
  units,
  vectorJacobian,
} from '../formulas/mlp-derivatives.ts';
import type { Form } from './form.ts';

const all = ['mlp.forward', 'mlp.gradient', 'mlp.cfm-gradient', 'mlp.vjp', 'mlp.jvp', 'mlp.divergence'];
const one = exact(1);
const half = exact(0.5);
const twice = (z: Tracked): Tracked => multiply(exact(2), z);

export const mlpForms: readonly Form[] = [
  {
    id: 'mlp.by-other-functions',
    formula:
      'tanh z = 1 − 2/(1 + e^(2z)); s(z) = ½(1 + tanh(z/2)); softplus z = ln(1 + e^z); Φ(z) by z/√2; relu z = z · [z > 0]; z = [W, b][a, 1]',
    operations: all,
    replace: [
      instead(hyperbolicTangent, (_right, z) => subtract(one, divide(exact(2), add(one, exp(twice(z)))))),
      instead(logistic, (_right, z) => multiply(half, add(one, tanh(multiply(half, z))))),
      instead(softplus, (_right, z) => log(add(one, exp(z)))),
      instead(normalCdf, (_right, z) => multiply(half, add(one, erf(divide(z, sqrt(exact(2))))))),
      instead(relu, (_right, z) => multiply(z, reluSlope(z))),
      instead(affine, (_right, { matrix, bias }, a) =>
        matrix.map((row, i) => dot([...row, bias[i]!], [...a, one])),
      ),
    ],
  },
  {
    id: 'mlp.by-growth',
    formula:
      'tanh′ z = (1 − h)(1 + h); s(z) = e^z/(1 + e^z); silu′ z = s + z s (1 − s); softplus z = log1p(e^z); φ(z) = e^(−(z/√2)²)/√(2π)',
    operations: all,
    replace: [
      instead(tanhSlope, (_right, z) => {
        const h = hyperbolicTangent(z);
        return multiply(subtract(one, h), add(one, h));
      }),
      instead(logistic, (_right, z) => {
        const growth = exp(z);
        return divide(growth, add(one, growth));
      }),
      instead(siluSlope, (_right, z) => {
        const s = logistic(z);
        return add(s, multiply(multiply(z, s), subtract(one, s)));
      }),
      instead(softplus, (_right, z) => log1p(exp(z))),
      instead(normalDensity, (_right, z) =>
        divide(exp(negate(square(multiply(z, constant(0.7071067811865476))))), constant(2.5066282746310007)),
      ),
    ],
  },
  {
    id: 'mlp.vjp-by-tangents',
    formula: '(Jᵀc)ⱼ = Σᵢ (J eⱼ)ᵢ cᵢ, in forward mode',
    operations: ['mlp.vjp'],
    replace: [
      instead(vectorJacobian, (_right, pass, r, cotangent) =>
        units(cotangent.length).map((unit) => dot(pushPoint(pass, r, unit), cotangent)),
      ),
    ],
  },
  {
    id: 'mlp.jvp-by-cotangents',
    formula: '(Jẋ)ᵢ = Σⱼ (Jᵀ eᵢ)ⱼ ẋⱼ, in reverse mode',
    operations: ['mlp.jvp'],
    replace: [
      instead(jacobianVector, (_right, pass, r, tangent) =>
        units(tangent.length).map((unit) => dot(pullPoint(pass, r, unit), tangent)),
      ),
    ],
  },
  {
    id: 'mlp.jacobian-by-cotangents',
    formula: 'rows Jᵀ eᵢ of J, in reverse mode',
    operations: ['mlp.divergence'],
    replace: [
      instead(jacobianColumns, (_right, pass, r) =>
        transposed(units(pass.y[r]!.length).map((unit) => pullPoint(pass, r, unit))),
      ),
    ],
  },
];
