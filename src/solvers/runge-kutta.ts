/** Steps of an explicit Runge–Kutta method. */
import { allocate, dtypeOf, type FloatArray } from '../array/float-array.ts';
import { advanceState, type Course, combine, evaluate, type Stepper, slopeBuffer } from './stepper.ts';
import type { Method } from './tableau.ts';
import { spanSteps, stepSpan } from './time-grid.ts';

/** A Runge–Kutta method on its way; `slopes[0]` holds u at the start of the step last taken. */
export interface RungeKuttaStepper<A extends FloatArray> extends Stepper {
  readonly slopes: readonly A[];
}

export function rungeKutta<A extends FloatArray>(method: Method, course: Course<A>): RungeKuttaStepper<A> {
  const { kernel, x, grid } = course;
  const { stages, c } = method;
  const { k, slopes } = slopeBuffer(x, stages);
  const state = allocate(dtypeOf(x), x.length) as A;
  const inner = method.inner.map(kernel.load);
  const outer = kernel.load(method.outer);
  const setStep = (step: number): void => {
    const [span, steps] = [stepSpan(grid, step), spanSteps(grid)];
    for (let j = 1; j < stages; j++) kernel.setStep(inner[j]!, span, steps);
    kernel.setStep(outer, span, steps);
  };
  setStep(0);
  return {
    slopes,
    stalled: -1,
    advance(step) {
      if (grid.kind === 'times') setStep(step);
      evaluate(course, step, c[0]!, x, slopes[0]!);
      for (let j = 1; j < stages; j++) {
        combine(course, k, inner[j]!, state);
        evaluate(course, step, c[j]!, state, slopes[j]!);
      }
      advanceState(course, k, outer);
      return stages;
    },
  };
}
