/** Options, pairs and fields that an adaptive run refuses. */
import { describe, expect, test } from 'vitest';
import type { FloatArray } from '../../../src/array/float-array.ts';
import {
  type AdaptiveOptions,
  bs3,
  dopri5,
  solveAdaptive,
  type Tableau,
} from '../../../src/solvers/index.ts';
import { riccati } from '../problems.ts';
import { heunPair } from './own-pairs.ts';

const own = ({ embedded }: Tableau) => embedded![0]!;

describe('wrong arguments are refused by name', () => {
  const good: AdaptiveOptions = { dim: 1, solver: dopri5 };
  test.each<[string, Partial<Record<keyof AdaptiveOptions, unknown>>, string]>([
    ['no options', undefined as never, 'dim'],
    ['no tableau', { solver: 'dopri5' }, 'solver'],
    ['a tableau without embedded weights', { solver: { ...dopri5, embedded: [] } }, 'solver.embedded'],
    [
      'embedded weights that are b',
      { solver: { ...dopri5, embedded: [{ ...own(dopri5), b: dopri5.b }] } },
      'solver.embedded[0].b',
    ],
    [
      'too few embedded weights',
      { solver: { ...dopri5, embedded: [{ ...own(dopri5), b: ['1'] }] } },
      'solver.embedded[0].b',
    ],
    [
      'one set for a combined estimate',
      { solver: { ...dopri5, embedded: [own(dopri5)], estimate: 'combined' } },
      'solver.embedded',
    ],
    ['a last stage that is not at the end', { solver: { ...heunPair, fsal: true } }, 'solver.a[1]'],
    [
      'a dense output of too few stages',
      { solver: { ...dopri5, dense: { order: 1, b: [['1']] } } },
      'solver.dense.b',
    ],
    ['an unknown set of weights', { embedded: 'fehlberg' }, 'embedded'],
    ['a negative rtol', { rtol: -1e-3 }, 'rtol'],
    ['an atol that is no number', { atol: '1e-3' }, 'atol'],
    ['no tolerance at all', { rtol: 0, atol: 0 }, 'atol'],
    ['an unknown profile', { profile: 'matlab' }, 'profile'],
    ['an unknown control', { control: 'row' }, 'control'],
    ['no step', { maxSteps: 0 }, 'maxSteps'],
    ['a first step of 0', { firstStep: 0 }, 'firstStep'],
    ['a first step beyond the end', { firstStep: 2 }, 'firstStep'],
    ['a largest step of 0', { maxStep: 0 }, 'maxStep'],
    ['a time outside', { from: -0.1 }, 'from'],
    ['an end outside', { to: 1.1 }, 'to'],
    ['an empty interval', { from: 1 }, 'to'],
    ['an output time outside', { times: [0.5, 1.5] }, 'times[1]'],
    ['an output time outside, backward', { from: 1, to: 0.5, times: [0.75, 0.25] }, 'times[1]'],
    ['output times in no order', { times: [0.5, 0.25] }, 'times[1]'],
    ['an output time that is no number', { times: [Number.NaN] }, 'times[0]'],
    [
      'times without a dense output',
      { solver: { ...dopri5, dense: undefined }, times: [0.5] },
      'solver.dense',
    ],
  ])('%s', (_, change, argument) => {
    const options = change === undefined ? undefined : { ...good, ...change };
    expect(() => solveAdaptive(riccati, new Float64Array([1]), options as AdaptiveOptions)).toThrowError(
      expect.objectContaining({ name: 'ArgumentError', argument }),
    );
  });

  test.each([
    ['NaN', (out: FloatArray) => out.fill(Number.NaN)],
    ['nothing', () => {}],
  ])('a field that answers %s at the start', (_, answer) => {
    expect(() =>
      solveAdaptive((_t, _x, out) => void answer(out), new Float64Array([1, 2]), { dim: 1, solver: bs3 }),
    ).toThrowError(expect.objectContaining({ name: 'DivergenceError' }));
  });

  test('a time of the dense output that was not reached', () => {
    const { at } = solveAdaptive(riccati, new Float64Array([1]), { ...good, to: 0.5, dense: true });
    expect(() => at!(0.75)).toThrowError(expect.objectContaining({ name: 'ArgumentError', argument: 't' }));
  });
});
