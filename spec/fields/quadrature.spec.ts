import { describe, expect, it } from 'vitest';
import { marginalField } from '../../src/fields/index.ts';
import { condOT, cosine, linearVP, type Schedule, ve, vp } from '../../src/schedules/index.ts';
import { checkerboard, gaussianMixture, uniformBoxes } from '../../src/targets/index.ts';

/**
 * The marginalization integral u_t(x) = ∫ u_t(x|z) p_t(x|z) q(z) dz / p_t(x), by the midpoint rule in z on a fine grid, straight from the
 * conditional path. For Gaussian targets the integrand is analytic and decays, so the rule converges exponentially.
 */
function integrate(
  schedule: Schedule,
  t: number,
  x: number,
  q: (z: number) => number,
  a: number,
  b: number,
  n: number,
) {
  const [alpha, sigma] = [schedule.alpha(t), schedule.sigma(t)];
  const [alphaDot, sigmaDot] = [schedule.alphaDot(t), schedule.sigmaDot(t)];
  let [p, u, u2, s, dt] = [0, 0, 0, 0, 0];
  // Shifted by the largest exponent, so that far points do not underflow.
  const nearest = Math.min(Math.max(x / alpha, a), b);
  const top = -0.5 * ((x - alpha * nearest) / sigma) ** 2;
  for (let i = 0; i < n; i++) {
    const z = a + ((b - a) * (i + 0.5)) / n;
    const noise = (x - alpha * z) / sigma;
    const weight =
      (q(z) * Math.exp(-0.5 * noise * noise - top) * (b - a)) / n / sigma / Math.sqrt(2 * Math.PI);
    const w = alphaDot * z + sigmaDot * noise;
    p += weight;
    u += weight * w;
    u2 += weight * w * w;
    s += (-weight * noise) / sigma;
    dt += weight * ((noise * w) / sigma - sigmaDot / sigma);
  }
  return {
    logP: Math.log(p) + top,
    u: u / p,
    variance: u2 / p - (u / p) ** 2,
    s: s / p,
    dt: dt / p,
    second: u2 / p,
  };
}

const normal = (z: number, m: number, s: number): number =>
  Math.exp(-0.5 * ((z - m) / s) ** 2) / (s * Math.sqrt(2 * Math.PI));
const schedules = [condOT, cosine, linearVP, vp(), ve({ sigmaMin: 0.1, sigmaMax: 4 })];

function compare(
  field: ReturnType<typeof marginalField>,
  t: number,
  x: number,
  truth: ReturnType<typeof integrate>,
  bound: number,
): void {
  const of = (write: (t: number, x: Float64Array, out: Float64Array) => void): number => {
    const out = new Float64Array(1);
    write(t, Float64Array.of(x), out);
    return out[0]!;
  };
  const close = (name: string, a: number, b: number, scale: number): void =>
    expect(!(Math.abs(a - b) <= bound * scale), `${name} at t = ${t}, x = ${x}: ${a} against ${b}`).toBe(
      false,
    );
  const U = Math.sqrt(truth.second);
  close('ln p', of(field.logDensity), truth.logP, 1 + Math.abs(truth.logP));
  close('velocity', of(field.velocity), truth.u, U);
  close('score', of(field.score), truth.s, Math.abs(truth.s) + 1);
  close('∂ₜ ln p', of(field.dtLogDensity), truth.dt, Math.abs(truth.dt) + U * (Math.abs(truth.s) + 1) + 1);
  close('variance', of(field.conditionalVariance), truth.variance, truth.second);
}

describe('the marginalization integral', () => {
  it('gives the closed form for mixtures in one dimension', () => {
    const target = gaussianMixture({ weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.8] });
    const q = (z: number): number => 0.3 * normal(z, -2, 0.5) + 0.7 * normal(z, 1.5, 0.8);
    for (const schedule of schedules) {
      const field = marginalField({ schedule, target });
      for (const t of [0.05, 0.3, 0.6, 0.9]) {
        for (const x of [-2.2, -0.5, 0.1, 1.4]) {
          // 4,000 points over [−9, 10]: step 0.005 against widths above 0.05, so only rounding is left.
          compare(field, t, x, integrate(schedule, t, x, q, -9, 10, 4000), 1e-10);
        }
      }
    }
  });

  it('gives the closed form for boxes, also far outside them and at small times', () => {
    const target = uniformBoxes({ weights: [1, 3], lower: [[-2], [0.5]], upper: [[-1], [2]] });
    const q = (z: number): number => (z > -2 && z < -1 ? 0.25 : z > 0.5 && z < 2 ? 0.75 / 1.5 : 0);
    for (const schedule of schedules) {
      const field = marginalField({ schedule, target });
      for (const t of [1e-6, 0.05, 0.3, 0.6, 0.9, 0.97]) {
        for (const x of [-9, -2.2, -0.5, 0.1, 1.4, 6]) {
          // Edges lie on cell borders (3 and 4 units of 1/2 over 4,000·k cells): midpoint error h²/24·f″, below 1e-6 of f here.
          const truth = integrate(schedule, t, x, q, -2, 2, 40000);
          compare(field, t, x, truth, 2e-6);
        }
      }
    }
  });

  it('makes of the checkerboard a product where it is one', () => {
    // One cell is a product of two intervals: each coordinate of the field is the one-dimensional field.
    const board = marginalField({ schedule: condOT, target: checkerboard({ cells: 1, halfWidth: 1 }) });
    const line = marginalField({ schedule: condOT, target: uniformBoxes({ lower: [[-1]], upper: [[1]] }) });
    const [u, v] = [new Float64Array(2), new Float64Array(1)];
    for (const t of [0, 0.2, 0.7, 0.99]) {
      board.velocity(t, Float64Array.of(0.4, -1.3), u);
      for (const [i, x] of [0.4, -1.3].entries()) {
        line.velocity(t, Float64Array.of(x), v);
        expect(u[i]).toBe(v[0]);
      }
    }
  });
});
