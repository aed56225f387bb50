// For `flowproof verify --path examples/broken-path.mjs`: the conditional path of rectified flow with a mistake that no test of the
// ends can see. The velocity lacks its term σ̇ x₀ = −x₀, while the samples are right.

export const path = {
  name: 'rectified flow without σ̇ x₀',
  dim: 1,
  sample(t, x0, z, out) {
    for (let i = 0; i < z.length; i++) out[i] = t * z[i] + (1 - t) * x0[i];
  },
  targetVelocity(_t, _x0, z, out) {
    for (let i = 0; i < z.length; i++) out[i] = z[i];
  },
};
