/**
 * A polynomial of degree 7 at two values, by Horner's rule in float64. The table has the highest coefficient first, each beside one of
 * another polynomial, such as the denominator to a numerator.
 */
export function polynomial(x: v128, table: usize): v128 {
  let sum = v128.load64_splat(table);
  for (let at: usize = 16; at < 128; at += 16) {
    sum = f64x2.add(f64x2.mul(sum, x), v128.load64_splat(table + at));
  }
  return sum;
}
