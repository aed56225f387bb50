// A Bᵀ in jax-js, compiled.
import { serve, settings, timed } from '../harness/serve.mjs';
import { jax, version } from './jax.mjs';

const { size: n } = settings;
const { numpy: np, jit } = jax;
const matrix = (f) => np.array(Float32Array.from({ length: n * n }, (_, i) => f(i))).reshape([n, n]);
const [a, b] = [matrix(Math.sin), matrix(Math.cos)];
const product = jit((x, y) => np.matmul(x, np.transpose(y)));

await serve({
  version,
  threads: 1,
  async run(count) {
    const unit = async () => {
      const c = product(a.ref, b.ref);
      await c.blockUntilReady();
      c.dispose();
    };
    return timed(unit, count);
  },
});
