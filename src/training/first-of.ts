/** The first `length` elements: `array` itself for a full tile, so that only the last tile of a batch may need a view. */
export function firstOf<A extends Float32Array | Float64Array>(array: A, length: number): A {
  return array.length === length ? array : (array.subarray(0, length) as A);
}
