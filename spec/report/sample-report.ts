/** Reports with made-up but realistic numbers. */
import type { ReportData, SolverErrorsSection } from '../../src/report/report-data.ts';
import { BOX, eightGaussians, fieldPanel, generator, trajectories } from './sample-flow.ts';

function losses(steps: number): ReportData['loss'] {
  const { normal } = generator(9);
  const mean = (s: number): number => 2.31 + 2.6 * Math.exp(-s / 60) + 0.25 * Math.exp(-s / 500);
  const every = Array.from({ length: steps }, (_, s) => s + 1);
  const heldOut = Array.from({ length: 25 }, (_, i) => Math.max(1, Math.round((i * steps) / 24)));
  return {
    quantity: 'CFM loss (mean over rows, sum over dims)',
    training: { steps: every, values: every.map((s) => mean(s) * (1 + 0.07 * normal())) },
    heldOut: { steps: heldOut, values: heldOut.map((s) => mean(s) + 0.02 + 0.004 * normal()) },
    floor: { value: 2.287, standardError: 0.006 },
  };
}

export function solverErrors(): SolverErrorsSection {
  const { normal } = generator(11);
  const steps = Array.from({ length: 10 }, (_, i) => 4 * 2 ** i);
  const solvers = [
    { name: 'Euler', order: 1, stages: 1, constant: 2 },
    { name: 'Heun', order: 2, stages: 2, constant: 6 },
    { name: 'RK4', order: 4, stages: 4, constant: 20 },
  ];
  const series = (roundOff: number): SolverErrorsSection['arithmetics'][number]['solvers'] =>
    solvers.map(({ name, order, stages, constant }) => ({
      name,
      order,
      points: steps.map((n) => ({
        steps: n,
        evaluations: n * stages,
        error:
          (constant / n ** order) * (1 + 3 / n) +
          roundOff * (1 + 0.3 * Math.abs(normal())) * Math.sqrt(n / 64),
      })),
    }));
  return {
    problem: 'Exact field of 0.3·N(−2, ½²) + 0.7·N(1.5, ½²), 200 normal quantiles, t from 0 to 1',
    norm: 'max over 200 rows of |x − x*|',
    arithmetics: [
      { dtype: 'float64', roundOff: 4e-15, solvers: series(3e-15) },
      { dtype: 'float32', roundOff: 6e-7, solvers: series(5e-7) },
    ],
  };
}

/** A full report on the eight Gaussians. */
export function fullReport(samples: ReportData['samples'] = undefined): ReportData {
  const data = eightGaussians(1, 2000);
  return {
    version: 1,
    title: 'Flow matching on eight Gaussians',
    subtitle: 'cond-OT path, 3 × 64 SELU network, 4,000 steps, seed 0',
    abstract: [
      'A network was trained to transport a standard normal distribution to the data along xₜ = t x₁ + (1 − t) x₀. Its held-out loss ends 1.3 % above the smallest value that any network can reach, and its samples cannot be told from data by the energy distance.',
      'The same path has an exact velocity field, because the data has a density in closed form. All pictures of fields and solver errors refer to that field.',
    ],
    method: {
      formulas: [
        {
          name: 'Path',
          formula: 'xₜ = αₜ x₁ + σₜ x₀,  αₜ = t,  σₜ = 1 − t',
          note: 'x₀ ~ N(0, I), x₁ ~ data, independent',
        },
        { name: 'Velocity', formula: 'u(t, x) = E[ x₁ − x₀ | xₜ = x ]' },
        {
          name: 'Loss',
          formula: 'L(θ) = E ‖ v_θ(t, xₜ) − (x₁ − x₀) ‖²',
          note: 'mean over rows, sum over dimensions; t uniform on [0, 1]',
        },
        { name: 'Sampling', formula: 'dx/dt = v_θ(t, x),  x(0) = x₀,  sample = x(1)' },
      ],
    },
    samples: samples ?? {
      kind: 'points',
      dim: 2,
      columns: ['x₁', 'x₂'],
      data,
      samples: eightGaussians(2, 2000, 0.24),
    },
    quality: {
      note: 'Computed on 2,000 samples and 2,000 held-out points.',
      metrics: [
        {
          name: 'energy distance',
          value: 4.213e-3,
          floor: 3.871e-3,
          floorSpread: 6.1e-4,
          meaning: 'all moments at once',
        },
        {
          name: 'sliced Wasserstein-2',
          value: 6.02e-2,
          floor: 4.9e-2,
          floorSpread: 7e-3,
          meaning: 'transport cost over 128 directions',
        },
      ],
    },
    loss: losses(4000)!,
    field: {
      columns: ['x₁', 'x₂'],
      x: BOX,
      y: BOX,
      gridSize: 17,
      panels: [0, 0.25, 0.5, 0.75, 0.9, 1].map((t) => fieldPanel(t, 17, 80)),
    },
    trajectories: { columns: ['x₁', 'x₂'], ...trajectories(150, 48), data: data.slice(0, 1600) },
    laws: {
      rows: [
        {
          law: 'boundary',
          object: 'cond-OT, α(0) = 0',
          residual: 0,
          bound: 0,
          why: 'exact in the representation',
        },
        {
          law: 'continuity',
          object: '∂ₜ pₜ + ∇·(pₜ u) = 0 at 1,000 points',
          residual: 3.1e-15,
          bound: 1.42e-13,
          why: '640 u Σ|terms|, u = 2⁻⁵³',
        },
        {
          law: 'FM ≡ CFM gradient',
          object: 'all parameters, 10⁵ pairs',
          residual: 2.4e-3,
          bound: 6.8e-3,
          why: 'three standard errors of the difference',
        },
        {
          law: 'planted',
          object: 'a law that is broken <script>alert(1)</script>',
          residual: 2,
          bound: 1,
          why: 'shows what a finding looks like',
        },
        {
          law: 'planted',
          object: 'a residual that is no number',
          residual: null,
          bound: 1,
          why: 'no number, no law',
        },
      ],
    },
    solverErrors: [solverErrors()],
    run: {
      groups: [
        {
          name: 'Data',
          facts: [
            { name: 'set', value: 'eight Gaussians' },
            { name: 'rows', value: 20000 },
            { name: 'held out', value: 2000 },
            { name: 'columns', value: 2 },
          ],
        },
        {
          name: 'Model',
          facts: [
            { name: 'network', value: 'MLP 2-64-64-64-2, SELU' },
            { name: 'parameters', value: 8770 },
            { name: 'optimizer', value: 'Adam, 1e-3, cosine decay' },
            { name: 'rows a step', value: 256 },
          ],
        },
        {
          name: 'Environment',
          facts: [
            { name: 'flowproof', value: '0.1.0' },
            { name: 'Node', value: '20.20.2' },
            { name: 'threads', value: 2 },
            { name: 'training', value: 12.34, unit: 's' },
            { name: 'sampling', value: 0.213, unit: 's' },
          ],
        },
        {
          name: 'Bits',
          facts: [
            { name: 'seed', value: 0 },
            {
              name: 'parameters',
              value: 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
              code: true,
            },
            { name: 'command', value: 'flowproof report --data eight-gaussians --seed 0', code: true },
          ],
        },
      ],
    },
    remarks: ['The field at t = 1 is that of the limit; no sample was taken there.'],
  };
}
