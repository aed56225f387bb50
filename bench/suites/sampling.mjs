// Sampling with Heun's method in 50 steps from a 2-256-256-256-2 SiLU network in float32: 100 evaluations of the network for each point.
import { node, on, python } from '../harness/subject.mjs';

export const title = 'Sampling, Heun with 50 steps, float32';
export const effort = { repetition: 1, warmUp: 0, rounds: 11, leastRounds: 5, caseLimit: 240_000 };

/** The goal is 100,000 points; the pairs are run on a part of them, since cost is proportional to rows, and then once on all. */
const PART = 4_096;
const ALL = 100_000;

export function cases({ quick }) {
  if (quick) return [samplingCase([2, 16, 16, 2], 256, 4, {})];
  const widths = [2, 256, 256, 256, 2];
  return [
    ...[256, 1_024].map((rows) => samplingCase(widths, rows, 50, { effort: { rounds: 5 } })),
    samplingCase(widths, PART, 50, {}),
    samplingCase(widths, ALL, 50, { whole: true, effort: { repetition: 0, rounds: 1 } }),
  ];
}

function samplingCase(widths, rows, steps, { whole = false, ...more }) {
  const inputs = [widths[0] + 1, ...widths.slice(1, -1)];
  const weights = inputs.reduce((sum, n, layer) => sum + n * widths[layer + 1], 0);
  const settings = { widths, rows, steps };
  const ours = (whole ? [2] : [1, 2]).map((n) =>
    node(on(n, 'flowproof'), 'sampling-flowproof.mjs', { ...settings, threads: n }),
  );
  const torch = (whole ? ['eager'] : ['eager', 'jit']).flatMap((plan) =>
    [1, 2].map((n) =>
      python(on(n, `PyTorch ${plan}`), 'sampling-torch.py', { ...settings, threads: n, plan }),
    ),
  );
  const script = whole ? [] : [node('tfjs wasm', 'sampling-tfjs.mjs', { ...settings, backend: 'wasm' })];
  const best = ours.at(-1).name;
  return {
    name: `${widths.join('-')}, ${rows} points`,
    parameters: settings,
    work: 2 * weights * rows * steps * 2,
    unit: 'FLOP',
    subjects: [...ours, ...torch, ...script],
    pairs: [
      ...(whole ? [] : [[best, ours[0].name]]),
      ...[...torch, ...script].map(({ name }) => [best, name]),
    ],
    ...more,
  };
}
