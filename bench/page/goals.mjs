// What the project wants to be true of its speed, each with the place in the results where it is measured.
import { ratioOf, ratioToBest } from './results.mjs';

const ONE = 'flowproof, 1 thread';
const TWO = 'flowproof, 2 threads';
const LIMIT = 'multiply-add limit';

const at = (suite, start) => (results) =>
  results[suite]?.cases.filter(({ name }) => name.startsWith(start)).at(-1);
const named = (suite, name) => (results) => results[suite]?.cases.find((it) => it.name === name);

/** { what, least, found: the ratio with its spread, or undefined }. */
const goal = (what, least, find, ratio) => ({
  what,
  least,
  found(results) {
    const result = find(results);
    return result && ratio(result);
  },
});

const product = named('product', '960³');
const networks = [
  ['2-64-64-64-2, 256 rows', 2],
  ['2-256-256-256-2, 1024 rows', 1],
  ['784-1024-1024-784, 256 rows', 0.55],
];
const field = (dim, dtype) => named('field', `100 components, ${dim} dimensions, ${dtype}, 8192 rows`);

export const goals = [
  goal('Product 960³, one thread, against tfjs wasm', 1.15, product, (it) => ratioOf(it, ONE, 'tfjs wasm')),
  goal('Product 960³, share of the multiply-add limit, Node 20', 0.6, product, (it) =>
    ratioOf(it, ONE, LIMIT),
  ),
  goal('Product 960³, share of the multiply-add limit, Node 24', 0.7, at('product', '960³, Node v24'), (it) =>
    ratioOf(it, ONE, LIMIT),
  ),
  goal('Product 960³, two threads against one', 1.85, product, (it) => ratioOf(it, TWO, ONE)),
  ...networks.map(([name, least]) =>
    goal(`Training step ${name}, two threads, against PyTorch`, least, named('training', name), (it) =>
      ratioToBest(it, TWO, 'PyTorch'),
    ),
  ),
  ...networks.flatMap(([name]) =>
    [
      ['tfjs wasm', 'tfjs wasm plain'],
      ['tfjs wasm with gradients made for its kernel', 'tfjs wasm copies'],
    ].map(([who, subject]) =>
      goal(`Training step ${name}, two threads, against ${who}`, 3, named('training', name), (it) =>
        ratioOf(it, TWO, subject),
      ),
    ),
  ),
  goal('Sampling, two threads, against PyTorch', 1, at('sampling', '2-256-256-256-2, 4096'), (it) =>
    ratioToBest(it, TWO, 'PyTorch'),
  ),
  goal('Sampling of 100,000 points, once', 1, at('sampling', '2-256-256-256-2, 100000'), (it) =>
    ratioToBest(it, TWO, 'PyTorch'),
  ),
  ...[2, 64].flatMap((dim) =>
    ['float64', 'float32'].flatMap((dtype) => {
      const what = `Mixture field, ${dim} dimensions, ${dtype}, two threads, against numpy`;
      return [
        goal(`${what} that multiplies squares out`, 2, field(dim, dtype), (it) => {
          const own = { ...it, subjects: it.subjects.filter(({ name }) => !name.includes('differences')) };
          return ratioToBest(own, TWO, 'numpy');
        }),
        goal(`${what} that squares differences, as ours`, 2, field(dim, dtype), (it) =>
          ratioOf(it, TWO, 'numpy differences, 1 thread'),
        ),
      ];
    }),
  ),
  goal(
    'Default solver benchmark, the faster of one thread and the command on two, against SciPy',
    5,
    (results) => results.solvers?.cases.at(-1),
    (it) => it.ratios.toSorted((a, b) => b.median - a.median)[0],
  ),
];
