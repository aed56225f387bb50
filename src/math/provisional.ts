/** Stand-ins until the correctly rounded functions land. */
export const exp: (x: number) => number = (x) => Math.exp(x);
export const log: (x: number) => number = (x) => Math.log(x);
export const expm1: (x: number) => number = (x) => Math.expm1(x);
export const log1p: (x: number) => number = (x) => Math.log1p(x);
export const tanh: (x: number) => number = (x) => Math.tanh(x);
export const sin: (x: number) => number = (x) => Math.sin(x);
export const cos: (x: number) => number = (x) => Math.cos(x);
export const sinPi: (x: number) => number = (x) => (Number.isInteger(x) ? 0 * x : Math.sin(Math.PI * x));
export const cosPi: (x: number) => number = (x) => (Number.isInteger(x - 0.5) ? 0 : Math.cos(Math.PI * x));
export function erf(x: number): number {
  const a = Math.abs(x);
  return x < 0 ? -(1 - erfc(a)) : a < 2 ? series(a) : 1 - erfc(a);
}
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 80; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  if (x < 2) return 1 - series(x);
  let f = 0;
  for (let n = 120; n > 0; n--) f = n / 2 / (x + f);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + f);
}
export const normalCdf: (x: number) => number = (x) => 0.5 * erfc(-x * Math.SQRT1_2);
export const normalPdf: (x: number) => number = (x) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
export const logNormalPdf: (x: number) => number = (x) => -0.5 * x * x - 0.5 * Math.log(2 * Math.PI);
export const logNormalCdf: (x: number) => number = (x) => Math.log(normalCdf(x));
export function normalQuantile(p: number): number {
  let lo = -40;
  let hi = 40;
  for (let i = 0; i < 100; i++) {
    const mid = (lo + hi) / 2;
    if (normalCdf(mid) < p) lo = mid;
    else hi = mid;
  }
  return (lo + hi) / 2;
}
