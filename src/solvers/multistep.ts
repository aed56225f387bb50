/**
 * Steps of linear multistep methods, compiled beforehand to one combination of stored vectors a step.
 *
 * The vectors are slots of one buffer [slots, n]: slopes u, and for methods that are written in them the state itself and predictions of the data.
 * A step is
 *
 *   u_i = u(t_i, x),  D_i = x + Σ w v,              unless the corrector of the step before has made them
 *   x_p = x + h Σ w v                               predictor
 *   u_{i+1} = u(t_{i+1}, x_p),  D_{i+1} = …,  x⁺ = x + h Σ w v    corrector, where there is one; else x⁺ = x_p
 *
 * and the first steps are those of a Runge–Kutta method, where there is one.
 */
import { allocate, dtypeOf, type FloatArray } from '../array/float-array.ts';
import { rungeKutta } from './runge-kutta.ts';
import { advanceState, type Course, combine, evaluate, type Stepper, slopeBuffer } from './stepper.ts';
import type { Combination, Method } from './tableau.ts';
import { spanSteps, stepSpan } from './time-grid.ts';

/** A method for one grid, as plain data. */
export interface Multistep {
  readonly kind: 'multistep';
  readonly slots: number;
  /** h in the combinations: the step of the grid, or 1 where the weights hold it. */
  readonly unit: 'grid' | 'one';
  readonly start: Method | null;
  readonly startSteps: number;
  /** One for each step of the grid. */
  readonly steps: readonly MultistepStep[];
}

export interface MultistepStep {
  /** The slot of u. */
  readonly slope: number;
  /** The slot of the state that u was taken at, or −1. */
  readonly state: number;
  /** D = x + Σ w v, and its slot. */
  readonly data: { readonly slot: number; readonly combination: Combination } | null;
  /** Null where the Runge–Kutta method takes the step. */
  readonly predictor: Combination | null;
  readonly corrector: Combination | null;
}

const START = { p: 0, q: 1 };
const END = { p: 1, q: 1 };

export function multistep<A extends FloatArray>(method: Multistep, course: Course<A>): Stepper {
  const { kernel, x, grid } = course;
  const { k, slopes: slots } = slopeBuffer(x, method.slots);
  const start = method.start && method.startSteps > 0 ? rungeKutta(method.start, course) : null;
  const load = (combination: Combination | null, unit: boolean, step: number) => {
    if (!combination) return null;
    const by = kernel.load(combination);
    if (unit) kernel.setStep(by, 1, 1);
    else kernel.setStep(by, stepSpan(grid, step), spanSteps(grid));
    return by;
  };
  const loaded = method.steps.map(({ data, predictor, corrector }, step) => ({
    data: load(data?.combination ?? null, true, step),
    predictor: load(predictor, method.unit === 'one', step),
    corrector: load(corrector, method.unit === 'one', step),
  }));
  const predicted = allocate(dtypeOf(x), x.length) as A;
  /** The steps at whose start u and D are known. */
  let known = -1;

  /** D out of u at `state`, for which the slots of `step` are filled. */
  const readData = (step: number, state: A): void => {
    const { data, state: slot } = method.steps[step]!;
    if (slot >= 0) slots[slot]!.set(state);
    if (!data) return;
    const by = loaded[step]!.data!;
    if (state === x) combine(course, k, by, slots[data.slot]!);
    else kernel.combine(state, k, x.length, by, slots[data.slot]!);
  };

  return {
    stalled: -1,
    advance(step) {
      const { slope } = method.steps[step]!;
      if (start && step < method.startSteps) {
        predicted.set(x);
        const nfe = start.advance(step);
        slots[slope]!.set(start.slopes[0]!);
        readData(step, predicted);
        return nfe;
      }
      let nfe = 0;
      if (known < step) {
        evaluate(course, step, START, x, slots[slope]!);
        nfe++;
        readData(step, x);
      } else if (method.steps[step]!.state >= 0) slots[method.steps[step]!.state]!.set(x);
      const { predictor, corrector } = loaded[step]!;
      if (!corrector) {
        advanceState(course, k, predictor!);
        return nfe;
      }
      combine(course, k, predictor!, predicted);
      const next = method.steps[step + 1]!;
      evaluate(course, step, END, predicted, slots[next.slope]!);
      readData(step + 1, predicted);
      if (next.state >= 0) slots[next.state]!.set(x);
      known = step + 1;
      advanceState(course, k, corrector);
      return nfe + 1;
    },
  };
}
