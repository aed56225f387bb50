/** The field of a trained network as a problem: float64 states meet it in float64, float32 states in the engine that trained it. */
import { ArgumentError, ShapeError, show } from '../errors.ts';
import { gaussianSource } from '../fields/gaussian-source.ts';
import { learnedField } from '../fields/learned-field.ts';
import { mlp } from '../nn/mlp.ts';
import { scheduleFromSpec } from '../schedules/spec.ts';
import { inArgument } from './in-argument.ts';
import { networkField } from './network-field.ts';
import type { Problem, ProblemSpec } from './problem.ts';
import { referenceTruth } from './reference.ts';
import { startStates } from './start.ts';

/** Parameters out of JSON are plain numbers; they must be float32 already, so that nothing is rounded in silence. */
function parametersOf(given: ArrayLike<number>, count: number): Float32Array {
  if (!given || typeof given !== 'object' || given.length !== count) {
    throw new ShapeError({
      argument: 'problem.parameters',
      expected: `${count} numbers, as the network has parameters`,
      received: show(given),
    });
  }
  const out = Float32Array.from(given);
  for (let i = 0; i < count; i++) {
    if (!Number.isFinite(out[i]!) || out[i] !== given[i]) {
      throw new ArgumentError({
        argument: `problem.parameters[${i}]`,
        expected: 'a finite float32 number',
        received: show(given[i]),
      });
    }
  }
  return out;
}

export function networkProblem(spec: Extract<ProblemSpec, { kind: 'network' }>): Problem {
  if (typeof spec.network !== 'object' || spec.network === null) {
    throw new ArgumentError({
      argument: 'problem.network',
      expected: '{ dim, hidden, activation, time }',
      received: show(spec.network),
    });
  }
  const net = inArgument('problem.network', () => mlp(spec.network));
  if ((net.config.classes ?? 0) > 0) {
    throw new ArgumentError({
      argument: 'problem.network.classes',
      expected: 'none: a problem has one field',
      received: show(net.config.classes),
    });
  }
  const { dim } = net.config;
  const params = parametersOf(spec.parameters, net.parameterCount);
  const schedule = inArgument('schedule', () => scheduleFromSpec(spec.schedule));
  const exact = networkField(net, params);
  const engine = learnedField({ mlp: net, params });
  const start = startStates(spec.start, dim, gaussianSource(undefined, dim), schedule.sigma(0));
  return {
    name: spec.name ?? `network ${dim}-D, ${schedule.name}`,
    spec,
    dim,
    velocity: (t, x, out) => (x instanceof Float32Array ? engine.velocity(t, x, out) : exact(t, x, out)),
    schedule,
    field: null,
    start,
    truth: (times) => referenceTruth(exact, dim, start, times),
  };
}
