/** The root of an increasing function in [low, high], by Newton's iteration that halves the bracket where it would leave it. */
export function increasingRoot(
  f: (x: number) => number,
  slope: (x: number) => number,
  low: number,
  high: number,
): number {
  let [a, b] = [low, high];
  let x = 0.5 * (a + b);
  // 53 halvings exhaust a bracket of floats of like size; Newton needs about six.
  for (let i = 0; i < 120; i++) {
    const value = f(x);
    if (value === 0) return x;
    if (value > 0) b = x;
    else a = x;
    const newton = x - value / slope(x);
    const next = newton > a && newton < b ? newton : 0.5 * (a + b);
    if (next === x || next === a || next === b) return next;
    x = next;
  }
  return x;
}
