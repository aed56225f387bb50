// The exact velocity of a mixture of 100 Gaussians; one unit of work is one component at one row.
import { node, python } from '../harness/subject.mjs';

export const title = 'Exact mixture field, velocity';

const CASES = [2, 64].flatMap((dim) => ['float64', 'float32'].map((dtype) => ({ dim, dtype })));

export function cases({ quick }) {
  const sizes = quick ? { components: 10, rows: 64 } : { components: 100, rows: 8192 };
  return (quick ? CASES.slice(0, 2) : CASES).map((it) => fieldCase({ ...it, ...sizes }));
}

function fieldCase(settings) {
  const { dim, dtype, components, rows } = settings;
  const ours = [1, 2].map((threads) =>
    node(`flowproof, ${threads === 1 ? '1 thread' : `${threads} threads`}`, 'field-flowproof.mjs', {
      ...settings,
      threads,
    }),
  );
  const numpy = [1, 2].map((threads) =>
    python(`numpy, ${threads === 1 ? '1 thread' : `${threads} threads`}`, 'field-numpy.py', {
      ...settings,
      threads,
    }),
  );
  const [one, two] = ours.map(({ name }) => name);
  return {
    name: `${components} components, ${dim} dimensions, ${dtype}`,
    parameters: settings,
    work: rows * components,
    unit: 'components',
    subjects: [...ours, ...numpy],
    pairs: [
      [two, one],
      [one, numpy[0].name],
      [two, numpy[0].name],
      [two, numpy[1].name],
    ],
  };
}
