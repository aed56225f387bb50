/** Our own densities, flows and trace estimates. */

import { type MarginalFieldSpec, marginalField } from '../../fields/index.ts';
import {
  drawProbes,
  forward,
  hutchinsonDivergence,
  initialise,
  jvp,
  mlp,
  mlpWorkspace,
  type ProbeKind,
} from '../../nn/index.ts';
import { gaussianPath } from '../../paths/index.ts';
import { type Key, key } from '../../random/index.ts';
import { cosine, linearVP, ve, vp } from '../../schedules/index.ts';
import { checkerboard, eightGaussians, gaussianMixture, uniformBoxes } from '../../targets/index.ts';
import { marginalFields } from '../arbitraries/fields.ts';
import { times } from '../arbitraries/times.ts';
import type { Family } from '../core/law.ts';
import { SINGLE } from '../core/precision.ts';
import { type Trial, trial } from '../core/trial.ts';
import {
  changeOfVariables,
  type DensitySubject,
  densityOfField,
  densityOfPath,
  densityOfTarget,
  likelihoodRoundTrip,
  linearTrace,
  normalization,
  type TraceSubject,
  traceEstimate,
} from '../likelihood/index.ts';
import { fieldsInThePlane, fieldsOnTheLine } from './known-fields.ts';

const correlated = gaussianMixture({
  weights: [0.25, 0.75],
  means: [
    [-1, 0.5],
    [1, 0],
  ],
  covariances: [
    [
      [1, 0.6],
      [0.6, 0.5],
    ],
    [
      [0.3, 0],
      [0, 0.8],
    ],
  ],
});

/** Targets, conditional paths and marginal paths in the middle of their time. */
function densities(): DensitySubject[] {
  const board = checkerboard({ cells: 2 });
  const boxes = uniformBoxes({ weights: [0.4, 0.6], lower: [[-1], [0.5]], upper: [[0], [2]] });
  const plane = fieldsInThePlane();
  return [
    densityOfTarget(eightGaussians({ std: 0.4 })),
    densityOfTarget(board, [
      [-4, 0, 4],
      [-4, 0, 4],
    ]),
    densityOfPath(gaussianPath(cosine, 2), 0.7, [1, -0.5]),
    densityOfPath(gaussianPath(ve({ sigmaMin: 0.02, sigmaMax: 20 }), 1), 0.2, [3]),
    ...fieldsOnTheLine().map(({ field }) => densityOfField(field, 0.6)),
    densityOfField(plane[2]!.field, 0.4),
    densityOfField(marginalField({ schedule: linearVP, target: correlated }), 0.9),
    densityOfField(marginalField({ schedule: vp(), target: boxes }), 0.8),
  ];
}

/** p_t of any mixture on the line under any schedule. */
function densitiesOnTheLine(): Family<DensitySubject, { field: MarginalFieldSpec; t: number }> {
  const fields = marginalFields({ dim: 1 });
  const inside = times({ margin: 0.01 });
  return {
    name: 'p_t of any mixture in 1 dimension',
    data: fields.data.chain((field) => inside.map((t) => ({ field, t }))),
    build: ({ field, t }) => densityOfField(fields.build(field), t),
    words: ({ field, t }) => `${fields.words(field)}, t = ${t}`,
    code: ({ field, t }) => {
      const { imports, expression } = fields.code(field);
      return {
        imports: [...imports, "import { densityOfField } from 'flowproof/laws';"],
        expression: `densityOfField(${expression}, ${t})`,
      };
    },
  };
}

/** Probes as flowproof draws them: float32 numbers, exact in float64. */
function ownProbes(kind: ProbeKind): TraceSubject['probes'] {
  return (draw: Key, out: Float64Array) => {
    const probes = new Float32Array(out.length);
    drawProbes(draw, kind, 0, probes);
    out.set(probes);
  };
}

/** A small network in float32, with its own estimate of the divergence. */
function networkTrace(dim: number, kind: ProbeKind): TraceSubject {
  const net = mlp({ dim, hidden: [8, 6], activation: 'tanh', time: { kind: 'input' } });
  const params = initialise(net, key(5));
  const workspace = mlpWorkspace(net, 1);
  const out32 = new Float32Array(dim);
  let at: Float64Array | null = null;
  // The workspace keeps what the last point left; the same point needs no second pass.
  const evaluate = (x: Float64Array): void => {
    if (at?.every((v, i) => v === x[i])) return;
    forward(net, params, 1, Float32Array.from(x), Float32Array.of(0.3), null, workspace, out32);
    at = x.slice();
  };
  return {
    name: `network in ${dim} dimension${dim === 1 ? '' : 's'}, ${kind} probes`,
    dim,
    precision: SINGLE,
    probes: ownProbes(kind),
    jvp(x, tangent, out) {
      evaluate(x);
      jvp(net, params, 1, workspace, Float32Array.from(tangent), null, out32);
      out.set(out32);
    },
    estimate(x, probes, count) {
      evaluate(x);
      const found = new Float32Array(1);
      hutchinsonDivergence(net, params, 1, workspace, Float32Array.from(probes), count, found);
      return found[0]!;
    },
  };
}

const MATRIX = [
  [1.5, -2, 0.5],
  [0.25, -0.5, 1],
  [3, 0, 2],
];

function traces(): TraceSubject[] {
  return [
    { ...linearTrace(MATRIX, ownProbes('rademacher')), name: 'v = Ax, Rademacher probes' },
    { ...linearTrace(MATRIX, ownProbes('gaussian')), name: 'v = Ax, Gaussian probes' },
    { ...linearTrace([[0.3]], ownProbes('rademacher')), name: 'v = 0.3 x, Rademacher probes' },
    networkTrace(3, 'rademacher'),
    networkTrace(2, 'gaussian'),
    networkTrace(1, 'rademacher'),
  ];
}

/** Densities that integrate to 1, flows that carry them, and traces that are not biased. */
export function likelihoodTrials(): Trial[] {
  const [eight, , points] = fieldsInThePlane();
  const fields = [...fieldsOnTheLine(), eight!, points!];
  const families = [1, 2].map((dim) => marginalFields({ dim }));
  return [
    ...densities().map((density) => trial(normalization(density))),
    trial(normalization.over(densitiesOnTheLine())),
    ...fields.flatMap(({ field, name, code }) => [
      trial(changeOfVariables(field, { name, code })),
      trial(likelihoodRoundTrip(field, { name, code })),
    ]),
    ...families.flatMap((family) => [
      trial(changeOfVariables.over(family)),
      trial(likelihoodRoundTrip.over(family)),
    ]),
    ...traces().map((trace) => trial(traceEstimate(trace))),
  ];
}
