/** Times that a schedule cannot be asked at, moved a little inside; drawn cases stay questions with finite answers. */
import type { ScheduleSpec } from '../../schedules/index.ts';
import type { Case, Tensor } from '../contract.ts';

const INSIDE = 0.9375;

/** σ̇(1) = −∞. */
export const steepAtTarget = (schedule: ScheduleSpec): boolean =>
  schedule.kind === 'vp' || schedule.kind === 'linear-vp';

/** A tensor with each element changed. */
export const mapTensor = (tensor: Tensor, f: (value: number, i: number) => number): Tensor => ({
  ...tensor,
  data: tensor.data.map(f),
});

/** For operations that need α̇ and σ̇: t = 1 becomes 15/16 where σ̇(1) is infinite. */
export function withFiniteSlopes(drawn: Case): Case {
  if (!steepAtTarget(drawn.settings.schedule as ScheduleSpec)) return drawn;
  const t = mapTensor(drawn.inputs.t!, (value) => (value === 1 ? INSIDE : value));
  return { ...drawn, inputs: { ...drawn.inputs, t } };
}
