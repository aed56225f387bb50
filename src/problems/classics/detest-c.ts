/**
 * Class C of DETEST: moderate systems on [0, 20].
 *
 * Source: Hull, Enright, Fellen & Sedgwick (1972), SIAM J. Numer. Anal. 9, 603–637, problems C1–C5.
 */
import { cosPi, exp, sinPi } from '../../math/index.ts';
import type { Classic } from './classic.ts';
import { outerPlanets } from './outer-planets.ts';

/** y′ = T y with T tridiagonal (1, −2, 1): heat on n points between two cold ends, all of it in the first. */
function parabolic(name: string, n: number): Classic {
  return {
    name,
    about: `a parabolic equation on ${n} points`,
    length: 20,
    start: unit(n),
    rate(_t, y, out) {
      for (let i = 0; i < n; i++) {
        const left = i > 0 ? y[i - 1]! : 0;
        const right = i < n - 1 ? y[i + 1]! : 0;
        out[i] = left - 2 * y[i]! + right;
      }
    },
    // Σⱼ 2/(n + 1) sin(jx) sin(ijx) e^{(2 cos jx − 2)t}, x = π/(n + 1).
    solution(t, out) {
      out.fill(0);
      for (let j = 1; j <= n; j++) {
        const decay = exp((2 * cosPi(j / (n + 1)) - 2) * t);
        const weight = (2 / (n + 1)) * sinPi(j / (n + 1)) * decay;
        for (let i = 1; i <= n; i++) out[i - 1]! += weight * sinPi(((i * j) % (2 * n + 2)) / (n + 1));
      }
    },
  };
}

function unit(n: number): number[] {
  return Array.from({ length: n }, (_, i) => (i === 0 ? 1 : 0));
}

/** y₁′ = −r₁y₁, yᵢ′ = rᵢ₋₁yᵢ₋₁ − rᵢyᵢ, y₁₀′ = r₉y₉. */
function chain(rate: (i: number) => number): Classic['rate'] {
  return (_t, y, out) => {
    out[0] = -rate(1) * y[0]!;
    for (let i = 2; i <= 9; i++) out[i - 1] = rate(i - 1) * y[i - 2]! - rate(i) * y[i - 1]!;
    out[9] = rate(9) * y[8]!;
  };
}

export const detestC: readonly Classic[] = [
  {
    name: 'c1',
    about: 'a radioactive decay chain with one rate',
    length: 20,
    start: unit(10),
    rate: chain(() => 1),
    // Poisson: yᵢ = tⁱ⁻¹ e^{−t}/(i − 1)!, and y₁₀ the rest.
    solution(t, out) {
      let term = exp(-t);
      let rest = 1;
      for (let i = 0; i < 9; i++) {
        out[i] = term;
        rest -= term;
        term *= t / (i + 1);
      }
      out[9] = rest;
    },
  },
  {
    name: 'c2',
    about: 'a radioactive decay chain with growing rates',
    length: 20,
    start: unit(10),
    rate: chain((i) => i),
    // Yule: yᵢ = e^{−t}(1 − e^{−t})ⁱ⁻¹, y₁₀ = (1 − e^{−t})⁹.
    solution(t, out) {
      const alive = exp(-t);
      let power = 1;
      for (let i = 0; i < 9; i++) {
        out[i] = alive * power;
        power *= 1 - alive;
      }
      out[9] = power;
    },
  },
  parabolic('c3', 10),
  parabolic('c4', 51),
  outerPlanets,
];
