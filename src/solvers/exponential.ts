/**
 * DPM-Solver++ and UniPC, compiled for one grid: every step a combination of the state, the velocity and predictions of the data.
 *
 * Slots: 0 the state, 1 the velocity, 2 … the predictions, that of step i in 2 + i mod count.
 */
import { ArgumentError, PoleError, show } from '../errors.ts';
import { exponentialWeights, halvedWeights } from './exponential-weights.ts';
import { type FlowCoefficients, type FlowTable, flowTable } from './flow-coefficients.ts';
import type { Multistep, MultistepStep } from './multistep.ts';
import { type Combination, method, type Tableau } from './tableau.ts';
import { type Grid, timesOf } from './time-grid.ts';

interface ExponentialSolver {
  readonly order: number;
  readonly schedule: FlowCoefficients;
  readonly start?: Tableau;
}

/** Whose weights, and whether a corrector follows: only that of UniPC. */
type Rule = 'dpm' | 'exact' | 'unipc';

const STATE = 0;
const VELOCITY = 1;
const DATA = 2;

/** Terms [slot, weight] as a combination; terms of one slot are added, zeros left out. */
function combinationOf(terms: readonly (readonly [number, number])[]): Combination {
  const slots: number[] = [];
  const weights: number[] = [];
  for (const [slot, weight] of terms) {
    const at = slots.indexOf(slot);
    if (at >= 0) weights[at]! += weight;
    else weights[slots.push(slot) - 1] = weight;
  }
  let count = 0;
  for (const [j, weight] of weights.entries()) {
    if (weight === 0) continue;
    slots[count] = slots[j]!;
    weights[count++] = weight;
  }
  if (count === 0) return { stages: Int32Array.of(VELOCITY), weights: new Float64Array(1), denominator: 1 };
  slots.length = count;
  weights.length = count;
  return { stages: new Int32Array(slots), weights: new Float64Array(weights), denominator: 1 };
}

/** D = x + (q − 1) x + (σ/Δ) u with q = −σ̇/Δ. */
function dataPrediction({ sigma, sigmaDot, delta }: FlowTable, i: number): Combination {
  return combinationOf([
    [STATE, (-sigmaDot[i]! - delta[i]!) / delta[i]!],
    [VELOCITY, sigma[i]! / delta[i]!],
  ]);
}

/** The step of order 1, as terms of x⁺ − x, in u or in D. */
function firstOrder(table: FlowTable, i: number, inData: boolean, dataSlot: number): [number, number][] {
  const { alpha, sigma, alphaDot, sigmaDot, delta } = table;
  const [rise, fall] = [alpha[i + 1]! - alpha[i]!, sigma[i + 1]! - sigma[i]!];
  const swept = rise * sigma[i]! - alpha[i]! * fall;
  if (inData) {
    return [
      [STATE, fall / sigma[i]!],
      [dataSlot, swept / sigma[i]!],
    ];
  }
  return [
    [STATE, (alphaDot[i]! * fall - sigmaDot[i]! * rise) / delta[i]!],
    [VELOCITY, swept / delta[i]!],
  ];
}

/** A/α₁ = 1 − e^{−h} out of the coefficients, which is finite and exact at both ends of λ. */
function ratioOf({ alpha, sigma }: FlowTable, i: number): number {
  const swept = (alpha[i + 1]! - alpha[i]!) * sigma[i]! - alpha[i]! * (sigma[i + 1]! - sigma[i]!);
  return swept / sigma[i]! / alpha[i + 1]!;
}

export function compileExponential(solver: ExponentialSolver, rule: Rule, grid: Grid): Multistep {
  const { order, schedule, start } = solver;
  const corrects = rule === 'unipc';
  if (start && !(start.order >= order - 1)) {
    throw new ArgumentError({
      argument: 'solver.start',
      expected: `a Runge–Kutta method of order ${order - 1} at least`,
      received: show(start.name),
    });
  }
  const table = flowTable(schedule, timesOf(grid));
  const startSteps = start ? Math.min(order - 1, grid.steps) : 0;
  const count = order + (corrects ? 1 : 0);
  const slotOf = (i: number): number => DATA + (i % count);

  const compiled = Array.from({ length: grid.steps }, (_, i): MultistepStep => {
    const data = { slot: slotOf(i), combination: dataPrediction(table, i) };
    const step = { slope: VELOCITY, state: STATE, data };
    if (i < startSteps) return { ...step, predictor: null, corrector: null };
    const last = i === grid.steps - 1;
    const terms = higherOrder(table, i, order, rule);
    // A corrector comes after the velocity has been written over, and its D was taken at another state.
    const inData = corrects && table.sigma[i]! > 0;
    const base = firstOrder(table, i, inData, slotOf(i));
    const combined = (weights: readonly (readonly [number, number])[]): Combination => {
      const all = [...base];
      for (const [node, w] of weights) all.push([slotOf(node), w], [slotOf(i), -w]);
      return combinationOf(all);
    };
    // At σ = 0 the prediction of the data is the state, and tells the corrector nothing.
    const corrector = corrects && !last && table.sigma[i]! > 0 ? combined(terms.corrector) : null;
    const made = { ...step, predictor: combined(terms.predictor), corrector };
    for (const { weights } of [made.predictor, ...(corrector ? [corrector] : [])]) {
      if (!weights.every(Number.isFinite)) throw tooClose(grid, i);
    }
    return made;
  });
  return {
    kind: 'multistep',
    slots: DATA + count,
    unit: 'one',
    start: start ? method(start, 'solver.start') : null,
    startSteps,
    steps: compiled,
  };
}

function tooClose(grid: Grid, i: number): PoleError {
  return new PoleError({
    argument: `step ${i + 1} of ${grid.steps}`,
    expected: 'times whose α/σ differ',
    received: 'weights that are not finite',
    wayOut: 'take fewer steps, or a grid whose steps are less uneven',
  });
}

/** The terms [step of the node, weight] beyond order 1, of the predictor and of the corrector. */
function higherOrder(
  table: FlowTable,
  i: number,
  order: number,
  rule: Rule,
): Record<'predictor' | 'corrector', [number, number][]> {
  const { alpha, lambda } = table;
  const nominal = Math.min(order, i + 1);
  const h = lambda[i + 1]! - lambda[i]!;
  const ratio = ratioOf(table, i);
  const past = Number.isFinite(h)
    ? Array.from({ length: nominal - 1 }, (_, j) => i - 1 - j).filter((n) => Number.isFinite(lambda[n]!))
    : [];
  const nodes = past.map((n) => (lambda[n]! - lambda[i]!) / h);
  const scaled = (steps: readonly number[], weights: readonly number[]): [number, number][] =>
    weights.map((w, j) => [steps[j]!, w * alpha[i + 1]!]);
  const first = nominal === 1 || !Number.isFinite(h);
  return {
    predictor: scaled(past, predictorWeights(rule, nominal, h, ratio, nodes)),
    corrector: scaled([...past, i + 1], first ? [ratio / 2] : exponentialWeights(h, [...nodes, 1])),
  };
}

/** The weights of a predictor: the lowest cases as published take one half in place of the integral, and so does 3M of its second moment. */
function predictorWeights(
  rule: Rule,
  nominal: number,
  h: number,
  ratio: number,
  nodes: readonly number[],
): number[] {
  if (nodes.length === 0) return [];
  const lowest = nodes.length === 1 && (nominal === 2 || rule === 'dpm');
  if (lowest && rule !== 'exact') return [ratio / (2 * nodes[0]!)];
  return rule === 'dpm' ? halvedWeights(h, nodes) : exponentialWeights(h, nodes);
}
