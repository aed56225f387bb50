// What the bits of flowproof are taken of, in Node and in browsers: training, sampling, exact fields, random numbers and functions.
//
// A place is where work is done: { executor } for train, solve(fieldSpec, x0, { solver, steps, dim }) → x and
// evaluate(fieldSpec, quantity, t, x, { dim }) → values, on any number of threads.
const ROWS = 10_000;

/** SHA-256 of the bytes, in hexadecimal. */
async function sha256(...arrays) {
  const bytes = new Uint8Array(arrays.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** All hashes by name, with the kernels that this thread has chosen. */
export async function takeBits(flowproof, place) {
  const { cosine, gaussianMixture, heun, initialise, key, marginalField, mlp, rk4 } = flowproof;
  const { forward, mlpWorkspace, normal, train, trainingConfig } = flowproof;

  const mixture = gaussianMixture({
    weights: [0.2, 0.5, 0.3],
    means: [
      [-2, 0.5],
      [1.5, 1],
      [0, -1],
    ],
    covariances: [
      [
        [0.3, 0.1],
        [0.1, 0.2],
      ],
      [
        [0.05, 0],
        [0, 0.4],
      ],
      [
        [1, -0.3],
        [-0.3, 0.5],
      ],
    ],
  });

  /** Rows with classes, some hidden: shuffled epochs of 1,000 rows, so that batches span two. */
  function labelledRows() {
    const rows = new Float32Array(2 * 1000);
    const heldOut = new Float32Array(2 * 100);
    mixture.sampleInto(key(1), 0, rows);
    mixture.sampleInto(key(2), 0, heldOut);
    const labels = Int32Array.from({ length: 1000 }, (_, i) => i % 3);
    return { kind: 'rows', rows, heldOut, labels, heldOutLabels: labels.slice(0, 100) };
  }

  /** 200 steps of a small network, and 10,000 samples of it. */
  async function training() {
    const network = { dim: 2, hidden: [32, 32], activation: 'silu', classes: 3 };
    const config = trainingConfig({
      seed: 11,
      network,
      steps: 200,
      batch: 128,
      tileRows: 16,
      warmup: 20,
      labelDropout: 0.1,
      timeSampler: { kind: 'logit-normal', mean: 0, std: 1 },
      heldOutExamples: 256,
    });
    const state = await train({ config, data: labelledRows(), executor: place.executor });
    const { parameters, average, first, second, losses } = state;
    const field = { kind: 'learned', config: config.network, params: average, label: 1, guidance: 1.5 };
    const x0 = normal(key(12), [ROWS, 2]).data;
    const x = await place.solve(field, x0, { solver: rk4, steps: 4, dim: 2 });
    return {
      'parameters after 200 steps': await sha256(parameters, average, first, second, losses),
      '10,000 samples': await sha256(x),
    };
  }

  /** Enough parameters that the reduction and the update are shared among the threads, too. */
  async function wideTraining() {
    const config = trainingConfig({
      seed: 13,
      schedule: { kind: 'cosine' },
      network: { dim: 2, hidden: [256, 256], activation: 'gelu', time: { kind: 'input' } },
      loss: 'fm',
      timeSampler: { kind: 'beta', alpha: 0.5, beta: 2 },
      optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.01 },
      steps: 12,
      warmup: 2,
      batch: 60,
      tileRows: 8,
      heldOutExamples: 64,
    });
    const data = { kind: 'target', target: mixture.spec };
    const { parameters, losses } = await train({ config, data, executor: place.executor });
    return { 'wide network': await sha256(parameters, losses) };
  }

  async function exactField() {
    const field = marginalField({ schedule: cosine, target: mixture });
    const x = normal(key(21), [ROWS, 2], { dtype: 'float64' }).data;
    const of = (quantity) => place.evaluate(field.spec, quantity, 0.375, x, { dim: 2 });
    const quantities = [];
    for (const quantity of ['velocity', 'score', 'logDensity', 'dtLogDensity', 'divergence']) {
      quantities.push(await of(quantity));
    }
    const solved = await place.solve(field.spec, x.subarray(0, 2000), {
      solver: heun,
      steps: 4,
      dim: 2,
    });
    return { 'exact field': await sha256(...quantities), 'exact flow': await sha256(solved) };
  }

  /** A hundred components with diagonal covariances, which have kernels of their own, in both precisions. */
  async function diagonalField() {
    const means = normal(key(22), [100, 3], { dtype: 'float64' }).data;
    const target = gaussianMixture({
      weights: Array.from({ length: 100 }, () => 0.01),
      means: Array.from({ length: 100 }, (_, i) => Array.from(means.subarray(3 * i, 3 * i + 3))),
      stds: Array.from({ length: 100 }, (_, i) => 0.1 + i / 200),
    });
    const { spec } = marginalField({ schedule: cosine, target });
    const values = [];
    for (const dtype of ['float64', 'float32']) {
      const x = normal(key(23), [1001, 3], { dtype }).data;
      for (const quantity of ['velocity', 'score', 'logDensity', 'divergence']) {
        values.push(await place.evaluate(spec, quantity, 0.625, x, { dim: 3 }));
      }
    }
    return { 'diagonal field': await sha256(...values) };
  }

  async function randomNumbers() {
    const { categorical, integers, permutation, uniform } = flowproof;
    const shape = [ROWS];
    return {
      uniforms: await sha256(
        uniform(key(31), shape).data,
        uniform(key(31), shape, { dtype: 'float64' }).data,
      ),
      normals: await sha256(normal(key(32), shape).data, normal(key(32), shape, { dtype: 'float64' }).data),
      integers: await sha256(
        Float64Array.from(integers(key(33), shape, { min: -5, max: 1e6 }).data),
        Float64Array.from(categorical(key(34), [0.1, 0.7, 0.2], shape).data),
        Float64Array.from(permutation(key(35), ROWS)),
      ),
    };
  }

  async function functions() {
    const u = flowproof.uniform(key(41), [ROWS], { dtype: 'float64' }).data;
    const wide = u.map((v) => (v - 0.5) * 80);
    const positive = u.map((v) => v * 1000);
    const inputs = {
      ...{
        exp: wide,
        expm1: wide,
        tanh: u.map((v) => (v - 0.5) * 8),
        sin: wide,
        cos: wide,
        sinPi: wide,
        cosPi: wide,
      },
      ...{
        log: positive,
        log1p: positive,
        erf: u.map((v) => (v - 0.5) * 8),
        erfc: u.map((v) => (v - 0.5) * 30),
      },
      ...{ normalCdf: wide, logNormalCdf: wide, normalQuantile: u },
    };
    const values = Object.entries(inputs).map(([name, xs]) => xs.map((x) => flowproof[name](x)));
    return { functions: await sha256(...values) };
  }

  async function networks() {
    const rows = 500;
    const outputs = ['tanh', 'relu', 'silu', 'gelu', 'selu', 'softplus'].map((activation) => {
      const net = mlp({ dim: 3, hidden: [20, 20], activation, time: { kind: 'fourier', frequencies: 4 } });
      const out = new Float32Array(rows * 3);
      const x = normal(key(51), [rows, 3]).data;
      const t = flowproof.uniform(key(52), [rows]).data;
      forward(net, initialise(net, key(53)), rows, x, t, null, mlpWorkspace(net, rows), out);
      return out;
    });
    return { networks: await sha256(...outputs) };
  }

  return {
    ...(await training()),
    ...(await wideTraining()),
    ...(await exactField()),
    ...(await diagonalField()),
    ...(await randomNumbers()),
    ...(await functions()),
    ...(await networks()),
  };
}
