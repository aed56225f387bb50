/** Eight Gaussians and their marginal field in closed form (cond-OT, xₜ = t x₁ + (1 − t) x₀), so that the pictures look like real ones. */
import type { FieldPanel } from '../../src/report/report-data.ts';

/** A small generator for test data: mulberry32. */
export function generator(seed: number): { uniform(): number; normal(): number } {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

const CENTRES = Array.from({ length: 8 }, (_, k) => [
  2 * Math.cos((k * Math.PI) / 4),
  2 * Math.sin((k * Math.PI) / 4),
]);
const STD = 0.2;

export function eightGaussians(seed: number, n: number, std: number = STD): number[] {
  const { uniform, normal } = generator(seed);
  return Array.from({ length: n }, () => {
    const [a, b] = CENTRES[Math.floor(8 * uniform())] as [number, number];
    return [a + std * normal(), b + std * normal()];
  }).flat();
}

/** log pₜ and u(t, x) of the mixture under xₜ = t x₁ + (1 − t) x₀. */
function mixtureField(t: number, x: number, y: number): { logDensity: number; u: [number, number] } {
  const variance = t * t * STD * STD + (1 - t) * (1 - t);
  const logs = CENTRES.map(([a, b]) => -((x - t * a!) ** 2 + (y - t * b!) ** 2) / (2 * variance));
  const peak = Math.max(...logs);
  const weights = logs.map((l) => Math.exp(l - peak));
  const total = weights.reduce((a, b) => a + b);
  const gain = (t * STD * STD - (1 - t)) / variance;
  let [u, v] = [0, 0];
  for (const [k, [a, b]] of CENTRES.entries()) {
    u += (weights[k]! / total) * (a! + gain * (x - t * a!));
    v += (weights[k]! / total) * (b! + gain * (y - t * b!));
  }
  return { logDensity: peak + Math.log(total / (8 * 2 * Math.PI * variance)), u: [u, v] };
}

export const BOX: { min: number; max: number } = { min: -3.2, max: 3.2 };

export function fieldPanel(t: number, gridSize: number, size: number): FieldPanel {
  const centre = (i: number, n: number): number => BOX.min + ((i + 0.5) * (BOX.max - BOX.min)) / n;
  const velocity: number[] = [];
  for (let row = 0; row < gridSize; row++)
    for (let col = 0; col < gridSize; col++)
      velocity.push(...mixtureField(t, centre(col, gridSize), centre(row, gridSize)).u);
  const values: number[] = [];
  for (let row = 0; row < size; row++)
    for (let col = 0; col < size; col++)
      values.push(mixtureField(t, centre(col, size), centre(row, size)).logDensity);
  return { t, velocity, logDensity: { size, values } };
}

export function trajectories(count: number, steps: number): { times: number[]; paths: number[] } {
  const { normal } = generator(5);
  const paths: number[] = [];
  for (let i = 0; i < count; i++) {
    let [x, y] = [normal(), normal()];
    paths.push(x, y);
    for (let k = 0; k < steps; k++) {
      const h = 1 / steps;
      const a = mixtureField(k * h, x, y).u;
      const b = mixtureField((k + 1) * h, x + h * a[0], y + h * a[1]).u;
      x += (h / 2) * (a[0] + b[0]);
      y += (h / 2) * (a[1] + b[1]);
      paths.push(x, y);
    }
  }
  return { times: Array.from({ length: steps + 1 }, (_, k) => k / steps), paths };
}
