/**
 * Hyper-dual numbers a + b ε₁ + c ε₂ + d ε₁ε₂ with ε₁² = ε₂² = 0: exact first and mixed second derivatives by forward arithmetic.
 * f(x + ε₁ + ε₂) = f + f′ε₁ + f′ε₂ + f″ε₁ε₂. Source: Fike & Alonso, AIAA 2011-886.
 *
 * The independent derivation in the tests: it shares no formula and no elementary function with src.
 */
export interface HyperDual {
  readonly f: number;
  readonly f1: number;
  readonly f2: number;
  readonly f12: number;
}

export const hd = (f: number, f1 = 0, f2 = 0): HyperDual => ({ f, f1, f2, f12: 0 });
/** g(a) from g, g′ and g″ at a.f. */
export const chain = (a: HyperDual, g: number, dg: number, ddg: number): HyperDual => ({
  f: g,
  f1: dg * a.f1,
  f2: dg * a.f2,
  f12: dg * a.f12 + ddg * a.f1 * a.f2,
});
export const add = (a: HyperDual, b: HyperDual): HyperDual => ({
  f: a.f + b.f,
  f1: a.f1 + b.f1,
  f2: a.f2 + b.f2,
  f12: a.f12 + b.f12,
});
export const sub = (a: HyperDual, b: HyperDual): HyperDual => ({
  f: a.f - b.f,
  f1: a.f1 - b.f1,
  f2: a.f2 - b.f2,
  f12: a.f12 - b.f12,
});
export const scale = (c: number, a: HyperDual): HyperDual => ({
  f: c * a.f,
  f1: c * a.f1,
  f2: c * a.f2,
  f12: c * a.f12,
});
export const mul = (a: HyperDual, b: HyperDual): HyperDual => ({
  f: a.f * b.f,
  f1: a.f * b.f1 + a.f1 * b.f,
  f2: a.f * b.f2 + a.f2 * b.f,
  f12: a.f * b.f12 + a.f1 * b.f2 + a.f2 * b.f1 + a.f12 * b.f,
});
export const div = (a: HyperDual, b: HyperDual): HyperDual =>
  mul(a, chain(b, 1 / b.f, -1 / (b.f * b.f), 2 / (b.f * b.f * b.f)));
export const sqrt = (a: HyperDual): HyperDual => {
  const r = Math.sqrt(a.f);
  return chain(a, r, 0.5 / r, -0.25 / (r * a.f));
};
export const exp = (a: HyperDual): HyperDual => chain(a, Math.exp(a.f), Math.exp(a.f), Math.exp(a.f));
export const log = (a: HyperDual): HyperDual => chain(a, Math.log(a.f), 1 / a.f, -1 / (a.f * a.f));
export const sin = (a: HyperDual): HyperDual => chain(a, Math.sin(a.f), Math.cos(a.f), -Math.sin(a.f));
export const cos = (a: HyperDual): HyperDual => chain(a, Math.cos(a.f), -Math.sin(a.f), -Math.cos(a.f));
