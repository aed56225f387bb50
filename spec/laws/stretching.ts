import type { TransportSubject } from '../../src/laws/likelihood/index.ts';

/** X_t = (1 + t)X₀: u = x/(1 + t), ln p = −½x²/(1 + t)² − ln(1 + t). */
export const stretching: TransportSubject = {
  dim: 1,
  velocity: (t, x, out) => out.set(x.map((v) => v / (1 + t))),
  logDensity: (t, x, out) => out.set(x.map((v) => (-0.5 * v * v) / (1 + t) / (1 + t) - Math.log(1 + t))),
};
