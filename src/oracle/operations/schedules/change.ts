import type { ScheduleSpec } from '../../../schedules/index.ts';
import { exact } from '../../arithmetic/tracked.ts';
import type { Case, InputField, OpenCase, Operation } from '../../contract.ts';
import { changedVelocity, oldTime, scale, scaledPoint } from '../../formulas/schedule-change.ts';
import { pointAt } from '../../formulas/schedules.ts';
import { snr } from '../../formulas/snr.ts';
import { mapTensor } from '../ends.ts';
import { batch, point, schedule, scheduleOf, schedules } from '../fields.ts';

const changedTime: InputField = {
  name: 'r',
  type: 'float',
  shape: ['rows'],
  meaning: 'time of each row on the new schedule',
  domain: { kind: 'time', ends: [] },
};

const velocityThere: InputField = {
  name: 'velocity',
  type: 'float',
  shape: ['rows', 'dim'],
  meaning: "the old model's velocity at time t and point x/s, as it came out",
  domain: { kind: 'normal', scale: 1.2 },
};

const level = (spec: ScheduleSpec, t: number): number => snr(spec, exact(t)).v;

/** Settings that differ, r away from 1, where t is lost, and levels that the old schedule reaches: it does so at every r in [½, ⅘]. */
function reachable(drawn: Case): Case {
  const old = drawn.settings.schedule as ScheduleSpec;
  let to = drawn.settings.to as ScheduleSpec;
  const kinds = schedules.map((s) => JSON.stringify(s));
  if (JSON.stringify(to) === JSON.stringify(old)) {
    to = schedules[(kinds.indexOf(JSON.stringify(old)) + 1) % schedules.length]!;
  }
  const [least, most] = [level(old, 0), level(old, 1)];
  const r = mapTensor(drawn.inputs.r!, (value) => {
    const wanted = level(to, value);
    return value < 0.95 && wanted > least && wanted < most ? value : 0.5 + 0.3 * value;
  });
  return { ...drawn, settings: { ...drawn.settings, to }, inputs: { ...drawn.inputs, r } };
}

const oldAndNew = (open: OpenCase): readonly [ScheduleSpec, ScheduleSpec] => [
  scheduleOf(open),
  open.settings.to as ScheduleSpec,
];

/** A model trained on one schedule, asked on another. */
export const scheduleChange: Operation = {
  name: 'schedule.change',
  revision: 1,
  summary: 'the velocity on another schedule, from a model that was trained on this one',
  formula: [
    't = ρ⁻¹(ρ̄(r)),  s = σ̄(r)/σ(t),  ρ = α/σ; barred: the new schedule',
    'ūᵣ(x) = (ṡ/s) x + s ṫ uₜ(x/s) = [(ᾱ̇σ − σ̄̇α) uₜ(y) + (σ̄̇α̇ − ᾱ̇σ̇) y]/(α̇σ − ασ̇),  y = x/s',
  ].join('\n'),
  conventions: [
    '`schedule` is the old one, on which the model was trained, `to` the new one',
    'the velocity that comes in is the value of the old model at (t, x/s): it is not evaluated again',
  ],
  source: 'Lipman et al., Flow Matching Guide and Code (2024), § 4.10',
  sizes: batch,
  settings: [
    schedule,
    { name: 'to', meaning: 'the new schedule, by kind and parameters', values: schedules },
  ],
  inputs: [changedTime, point, velocityThere],
  outputs: [
    { name: 'time', type: 'float', shape: ['rows'], meaning: 't, the time on the old schedule' },
    { name: 'scaled', type: 'float', shape: ['rows', 'dim'], meaning: 'x/s, where the old model is asked' },
    { name: 'velocity', type: 'float', shape: ['rows', 'dim'], meaning: 'ūᵣ(x)' },
  ],
  trace: [],
  arrange: reachable,
  evaluate: (open) => {
    const { r, x, velocity } = open.floats;
    const { dim } = open.sizes;
    const [old, to] = oldAndNew(open);
    const rows = r!.map((time) => {
      const changed = pointAt(to, time);
      const t = oldTime(old, changed, time);
      const at = pointAt(old, t);
      return { t, at, changed, s: scale(at, changed) };
    });
    const rowOf = (i: number) => rows[Math.floor(i / dim!)]!;
    const scaled = x!.map((value, i) => scaledPoint(rowOf(i).s, value));
    return {
      time: rows.map(({ t }) => t),
      scaled,
      velocity: velocity!.map((u, i) => {
        const { at, changed, s } = rowOf(i);
        return changedVelocity(at, changed, s, u, scaled[i]!);
      }),
    };
  },
};
