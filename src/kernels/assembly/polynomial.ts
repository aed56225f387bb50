/**
 * A polynomial of `terms` coefficients at two values, by Horner's rule in float64. The table has the highest coefficient first, each beside
 * one of another polynomial, such as the denominator to a numerator.
 */
export function polynomial(x: v128, table: usize, terms: i32): v128 {
  let sum = v128.load64_splat(table);
  const end = table + 16 * <usize>terms;
  for (let at = table + 16; at < end; at += 16) {
    sum = f64x2.add(f64x2.mul(sum, x), v128.load64_splat(at));
  }
  return sum;
}
