// The kernels that are measured, each with data of its own.
import {
  condOT,
  forward,
  gaussianMixture,
  initialise,
  key,
  marginalField,
  mlp,
  mlpWorkspace,
  normal,
} from '../../dist/index.js';
import { activate } from '../../dist/kernels/activations.js';
import { averageInto } from '../../dist/kernels/elementwise.js';
import { together } from '../../dist/kernels/heap.js';
import { normalsInto } from '../../dist/kernels/normals.js';
import { ADAM_CONSTANTS, adamConstants, adamUpdate } from '../../dist/kernels/parameter-updates.js';
import { samplePath } from '../../dist/kernels/path-sampling.js';
import { addProduct } from '../../dist/kernels/product.js';
import { sumTiles } from '../../dist/kernels/tile-sum.js';

/** Elements of vectors: they fit in the second cache. */
const N = 65_536;
const TILES = 4;

const vectors = (count, length = N) =>
  together((heap) => Array.from({ length: count }, () => heap.float32(length))).map((vector, i) => {
    vector.set(normal(key(1, i), [length]).data);
    return vector;
  });

function activation(name) {
  const [z, a] = vectors(2);
  const from = z.slice();
  return {
    work: N,
    unit: 'elements',
    call() {
      z.set(from);
      activate(name, N, z, a);
    },
  };
}

function product() {
  const n = 256;
  const [a, b, c] = vectors(3, n * n);
  return { work: 2 * n ** 3, unit: 'FLOP', call: () => addProduct(n, n, n, a, n, 1, b, n, 1, c) };
}

function layers() {
  const rows = 256;
  const net = mlp({ dim: 2, hidden: [256, 256, 256], activation: 'silu', time: { kind: 'input' } });
  const workspace = mlpWorkspace(net, rows);
  const parameters = initialise(net, key(0));
  const [x, t, out] = [
    new Float32Array(2 * rows).fill(0.5),
    new Float32Array(rows).fill(0.5),
    new Float32Array(2 * rows),
  ];
  const call = () => forward(net, parameters, rows, x, t, null, workspace, out);
  return { work: rows, unit: 'rows', call };
}

function field() {
  const [rows, count, dim] = [1024, 100, 2];
  const means = normal(key(3), [count, dim]).data;
  const places = Array.from({ length: count }, (_, k) => [...means.subarray(k * dim, (k + 1) * dim)]);
  const target = gaussianMixture({ means: places, stds: places.map(() => 0.3) });
  const { velocity } = marginalField({ schedule: condOT, target });
  const x = normal(key(2), [rows, dim], { dtype: 'float64' }).data;
  const out = x.slice();
  return { work: rows * count, unit: 'components', call: () => velocity(0.5, x, out) };
}

/** What makes { work, unit, call } ready. */
export const KERNELS = {
  'product 256³': product,
  tanh: () => activation('tanh'),
  silu: () => activation('silu'),
  gelu: () => activation('gelu'),
  adam() {
    const [p, g, m, v] = vectors(4);
    v.fill(1);
    const constants = new Float32Array(ADAM_CONSTANTS);
    adamConstants(1, 1e-6, 0.9, 0.999, 1, 1, 1e-8, 1, constants);
    const call = () => adamUpdate(0, N, p, g, m, v, constants);
    return { work: N, unit: 'elements', call };
  },
  'moving average'() {
    const [x, average] = vectors(2);
    return { work: N, unit: 'elements', call: () => averageInto(0, N, x, 0.01, average) };
  },
  'normal draws'() {
    const [out] = vectors(1);
    return { work: N, unit: 'elements', call: () => normalsInto(key(7), 0, out) };
  },
  'path sampling'() {
    const dim = 8;
    const rows = N / dim;
    const [x0, x1, xt, velocity, ...columns] = vectors(8);
    const [alpha, sigma, rise, fall] = columns.map((column) => column.subarray(0, rows));
    return {
      work: N,
      unit: 'elements',
      call: () => samplePath(rows, dim, x0, x1, alpha, sigma, rise, fall, xt, velocity),
    };
  },
  'sum of tiles'() {
    const [partials] = vectors(1, TILES * N);
    return {
      work: TILES * N,
      unit: 'elements',
      call() {
        partials.fill(1);
        sumTiles(partials, TILES, N, 0, N);
      },
    };
  },
  'network 2-256-256-256-2': layers,
  'mixture field, float64': field,
};
