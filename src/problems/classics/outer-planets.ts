/**
 * C5 of DETEST: the five outer planets about the sun, relative to it. Positions y₁ … y₁₅ (planet by planet), then velocities.
 *
 *   rⱼ″ = k₂ ( −(m₀ + mⱼ) rⱼ/|rⱼ|³ + Σ_{k≠j} m_k [ (r_k − rⱼ)/|r_k − rⱼ|³ − r_k/|r_k|³ ] )
 *
 * Lengths in astronomical units, times in hundreds of days, masses in suns (m₀ with the inner planets).
 * Source: Hull, Enright, Fellen & Sedgwick (1972), problem C5, after Zonneveld (1964).
 */
import type { Classic } from './classic.ts';

const K2 = 2.95912208286;
const SUN = 1.00000597682;
/** Jupiter, Saturn, Uranus, Neptune, Pluto. */
const MASSES: readonly number[] = [
  0.000954786104043, 0.000285583733151, 0.0000437273164546, 0.0000517759138449, 0.00000277777777778,
];
const POSITIONS: readonly number[] = [
  3.42947415189, 3.35386959711, 1.35494901715, 6.6414554255, 5.97156957878, 2.18231499728, 11.2630437207,
  14.6952576794, 6.27960525067, -30.1552268759, 1.65699966404, 1.43785752721, -21.123835338, 28.4465098142,
  15.3882659679,
];
const VELOCITIES: readonly number[] = [
  -0.557160570446, 0.505696783289, 0.230578543901, -0.415570776342, 0.365682722812, 0.169143213293,
  -0.325325669158, 0.189706021964, 0.087726532278, -0.024047625417, -0.287659532608, -0.117219543175,
  -0.176860753121, -0.216393453025, -0.014864789309,
];

function inverseCube(x: number, y: number, z: number): number {
  const square = x * x + y * y + z * z;
  return 1 / (square * Math.sqrt(square));
}

export const outerPlanets: Classic = {
  name: 'c5',
  about: 'the five outer planets about the sun',
  length: 20,
  start: [...POSITIONS, ...VELOCITIES],
  rate(_t, y, out) {
    for (let i = 0; i < 15; i++) out[i] = y[15 + i]!;
    for (let j = 0; j < 5; j++) {
      const [x, z, w] = [y[3 * j]!, y[3 * j + 1]!, y[3 * j + 2]!];
      const pull = -(SUN + MASSES[j]!) * inverseCube(x, z, w);
      for (let i = 0; i < 3; i++) out[15 + 3 * j + i] = pull * y[3 * j + i]!;
      for (let k = 0; k < 5; k++) {
        if (k === j) continue;
        const [a, b, c] = [y[3 * k]!, y[3 * k + 1]!, y[3 * k + 2]!];
        const between = MASSES[k]! * inverseCube(a - x, b - z, c - w);
        const toSun = MASSES[k]! * inverseCube(a, b, c);
        for (let i = 0; i < 3; i++) {
          const other = y[3 * k + i]!;
          out[15 + 3 * j + i]! += between * (other - y[3 * j + i]!) - toSun * other;
        }
      }
    }
    for (let i = 15; i < 30; i++) out[i]! *= K2;
  },
};
