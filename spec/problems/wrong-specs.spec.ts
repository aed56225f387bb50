import { describe, expect, it } from 'vitest';
import { ArgumentError, FlowproofError, ShapeError } from '../../src/errors.ts';
import { namedProblem, type ProblemSpec, problemFromSpec } from '../../src/problems/index.ts';

const flow = {
  kind: 'flow',
  target: { kind: 'gaussian-mixture', weights: [1], means: [[0, 1]], stds: [1] },
  schedule: { kind: 'cond-ot' },
  start: { kind: 'normal', count: 2 },
};
const network = {
  kind: 'network',
  network: { dim: 1, hidden: [], activation: 'tanh', time: { kind: 'input' } },
  parameters: [1, 2, 3],
  schedule: { kind: 'cond-ot' },
  start: { kind: 'normal-quantiles', count: 2 },
};
const changed = (base: object, change: object): unknown => ({ ...base, ...change });
const points = (...rows: unknown[]): object => ({ start: { kind: 'points', points: rows } });

describe('a wrong specification', () => {
  it.each<[string, unknown, string, typeof ArgumentError | typeof ShapeError]>([
    ['nothing', undefined, 'problem.kind', ArgumentError],
    ['null', null, 'problem.kind', ArgumentError],
    ['a name', 'anchor', 'problem.kind', ArgumentError],
    ['an unknown kind', { kind: 'flaw' }, 'problem.kind', ArgumentError],
    ['a kind of every object', { kind: 'toString' }, 'problem.kind', ArgumentError],
    ['a misspelt field', changed(flow, { sourse: {} }), 'problem.sourse', ArgumentError],
    ['no target', changed(flow, { target: undefined }), 'target.kind', ArgumentError],
    ['an unknown target', changed(flow, { target: { kind: 'moon' } }), 'target.kind', ArgumentError],
    [
      'a target without a field',
      changed(flow, { target: { kind: 'two-moons', noise: 0.1 } }),
      'target.kind',
      ArgumentError,
    ],
    [
      'mass points in rows of two lengths',
      changed(flow, { target: { kind: 'empirical', points: [[0, 1], [1]] } }),
      'target.points[1]',
      ShapeError,
    ],
    [
      'mass points in words',
      changed(flow, { target: { kind: 'empirical', points: [['0', 1]] } }),
      'target.points[0]',
      ArgumentError,
    ],
    [
      'flat mass points without a dimension',
      changed(flow, { target: { kind: 'empirical', points: [0, 1] } }),
      'target.dim',
      ArgumentError,
    ],
    [
      'a misspelt field of the target',
      changed(flow, { target: { ...flow.target, std: 1 } }),
      'target.std',
      ArgumentError,
    ],
    [
      'a field of another schedule',
      changed(flow, { schedule: { kind: 'cond-ot', sigmaMin: 1 } }),
      'schedule.sigmaMin',
      ArgumentError,
    ],
    [
      'the spread of a target for a source',
      changed(flow, { source: { stds: [2] } }),
      'source.stds',
      ArgumentError,
    ],
    [
      'a misspelt seed',
      changed(flow, { start: { kind: 'normal', count: 2, sed: 3 } }),
      'start.sed',
      ArgumentError,
    ],
    [
      'a field of another schedule for a network',
      changed(network, { schedule: { kind: 'cosine', n: 1 } }),
      'schedule.n',
      ArgumentError,
    ],
    ['no schedule', changed(flow, { schedule: undefined }), 'schedule.kind', ArgumentError],
    ['no start', changed(flow, { start: undefined }), 'start.kind', ArgumentError],
    [
      'quantiles in a plane',
      changed(flow, { start: { kind: 'normal-quantiles', count: 4 } }),
      'start.kind',
      ArgumentError,
    ],
    ['a count of 0', changed(flow, { start: { kind: 'normal', count: 0 } }), 'start.count', ArgumentError],
    [
      'a count of 1.5',
      changed(flow, { start: { kind: 'normal', count: 1.5 } }),
      'start.count',
      ArgumentError,
    ],
    [
      'a count in words',
      changed(flow, { start: { kind: 'normal', count: '4' } }),
      'start.count',
      ArgumentError,
    ],
    [
      'a count beyond memory',
      changed(flow, { start: { kind: 'normal', count: 1e12 } }),
      'start.count',
      ArgumentError,
    ],
    [
      'a seed of −1',
      changed(flow, { start: { kind: 'normal', count: 1, seed: -1 } }),
      'start.seed',
      ArgumentError,
    ],
    ['no points', changed(flow, points()), 'start.points', ArgumentError],
    ['points of another dimension', changed(flow, points([1, 2], [1])), 'start.points[1]', ShapeError],
    ['a point that is no row', changed(flow, points(3)), 'start.points[0]', ShapeError],
    [
      'a point that is not finite',
      changed(flow, points([0, Number.NaN])),
      'start.points[0][1]',
      ArgumentError,
    ],
    ['a point in words', changed(flow, points(['0', 1])), 'start.points[0][0]', ArgumentError],
    ['a source of another dimension', changed(flow, { source: { mean: [1] } }), 'source.mean', ArgumentError],
    ['a name that is empty', changed(flow, { name: '' }), 'problem.name', ArgumentError],
    ['an unknown classic', { kind: 'classic', name: 'detest-f1' }, 'problem.name', ArgumentError],
    ['a classic without a name', { kind: 'classic' }, 'problem.name', ArgumentError],
    ['too few parameters', changed(network, { parameters: [1, 2] }), 'problem.parameters', ShapeError],
    ['no parameters', changed(network, { parameters: null }), 'problem.parameters', ShapeError],
    [
      'a parameter that is no float32',
      changed(network, { parameters: [1, 0.1, 3] }),
      'problem.parameters[1]',
      ArgumentError,
    ],
    [
      'a parameter that is not finite',
      changed(network, { parameters: [1, 2, Infinity] }),
      'problem.parameters[2]',
      ArgumentError,
    ],
    [
      'a misspelt field of a network',
      changed(network, { network: { ...network.network, clases: 2 } }),
      'problem.network.clases',
      ArgumentError,
    ],
    [
      'a network with classes',
      changed(network, { network: { ...network.network, classes: 2 }, parameters: [1, 2, 3, 4, 5] }),
      'problem.network.classes',
      ArgumentError,
    ],
  ])('%s', (_, spec, argument, kind) => {
    let thrown: unknown;
    try {
      problemFromSpec(spec as ProblemSpec);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(kind);
    expect((thrown as FlowproofError).argument).toBe(argument);
  });

  it('leaves the right ones alone', () => {
    expect(problemFromSpec(flow as ProblemSpec).start).toHaveLength(4);
    expect(problemFromSpec(network as unknown as ProblemSpec).start).toHaveLength(2);
  });
});

describe('a wrong question', () => {
  const problem = problemFromSpec(flow as ProblemSpec);

  it.each([[[]], [[-0.1]], [[1.1]], [[Number.NaN]], [[0.5, 0.25]], [['1']], [undefined]])(
    'times %j',
    (times) => {
      expect(() => problem.truth(times as number[])).toThrow(ArgumentError);
    },
  );

  it('a name that no problem has lists those that there are', () => {
    expect(() => namedProblem('anker')).toThrow(/anchor, .*detest-e5/);
  });

  it.each(['anchor', 'learned', 'detest-a1'])('a time outside [0, 1] is no extrapolation: %s', (name) => {
    const { velocity, start } = problemFromSpec(namedProblem(name));
    for (const t of [-1e-9, 1.0000001, Number.NaN]) {
      expect(() => velocity(t, start, new Float64Array(start.length))).toThrow(ArgumentError);
    }
  });

  it('a flow into mass points has its truth up to the end, which is a pole', () => {
    const masses = problemFromSpec({
      ...flow,
      target: { kind: 'gaussian-mixture', weights: [1, 1], means: [[-1], [1]], stds: [0, 0] },
      start: { kind: 'points', points: [[-2], [0.5]] },
    } as ProblemSpec);
    expect(!(masses.truth([0.999]).radius < 1e-10)).toBe(false);
    expect(() => masses.truth([1])).toThrow(FlowproofError);
  });
});
