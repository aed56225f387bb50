// The exact velocity of a mixture of 100 Gaussians; one unit of work is one component at one row.
import { node, on, python } from '../harness/subject.mjs';

export const title = 'Exact mixture field, velocity';

const ROWS = 8_192;
const CASES = [2, 64].flatMap((dim) => ['float64', 'float32'].map((dtype) => ({ dim, dtype })));

export function cases({ quick }) {
  if (quick) return CASES.slice(0, 2).map((it) => fieldCase({ ...it, components: 10, rows: 64 }));
  const sizes = [128, 1_024, ROWS, 65_536];
  return CASES.flatMap((it) =>
    (it.dtype === 'float64' ? sizes : [ROWS]).map((rows) => fieldCase({ ...it, components: 100, rows })),
  );
}

function fieldCase(settings) {
  const { dim, dtype, components, rows } = settings;
  const ours = [1, 2].map((threads) =>
    node(on(threads, 'flowproof'), 'field-flowproof.mjs', { ...settings, threads }),
  );
  const numpy = ['product', 'differences'].flatMap((plan) =>
    (plan === 'product' ? [1, 2] : [1]).map((threads) =>
      python(on(threads, `numpy ${plan}`), 'field-numpy.py', { ...settings, threads, plan }),
    ),
  );
  const [one, two] = ours.map(({ name }) => name);
  return {
    name: `${components} components, ${dim} dimensions, ${dtype}, ${rows} rows`,
    parameters: settings,
    work: rows * components,
    unit: 'components',
    subjects: [...ours, ...numpy],
    pairs: [[two, one], ...[one, two].flatMap((name) => numpy.map((peer) => [name, peer.name]))],
  };
}
