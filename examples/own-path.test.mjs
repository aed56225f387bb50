// A schedule and a path of one's own, held against the laws, and a broken path, caught. Run it: node --test examples/
import assert from 'node:assert/strict';
import test from 'node:test';
import { boundaryPath, flowMapVelocity, scheduleBoundary, scheduleDerivatives } from 'flowproof/laws';

const smoothstep = {
  alpha: (t) => t * t * (3 - 2 * t),
  sigma: (t) => 1 - t * t * (3 - 2 * t),
  alphaDot: (t) => 6 * t * (1 - t),
  sigmaDot: (t) => -6 * t * (1 - t),
};
// ψ_t(x₀|z) = t z + (1 − t) x₀ + t(1 − t) z², a straight path with a swing.
const bent = {
  dim: 1,
  sample: (t, x0, z, out) => out.set(x0.map((x, i) => t * z[i] + (1 - t) * x + t * (1 - t) * z[i] ** 2)),
  targetVelocity: (t, x0, z, out) => out.set(x0.map((x, i) => z[i] - x + (1 - 2 * t) * z[i] ** 2)),
};
const broken = {
  ...bent,
  targetVelocity: (t, _x0, z, out) => out.set(z.map((z) => z + (1 - 2 * t) * z ** 2)),
};

for (const law of [scheduleDerivatives, scheduleBoundary]) test(law.title, () => law(smoothstep).assert());
for (const law of [boundaryPath, flowMapVelocity]) test(law.title, () => law(bent).assert());
test('−x₀ is dropped: both ends stay exact, and the velocity is wrong between', () => {
  boundaryPath(broken).assert();
  const { status, counterexample } = flowMapVelocity(broken).check();
  assert.equal(status, 'violated', counterexample?.detail);
});
