/** right + size · (wrong − right), for numbers and for functions that write numbers. */

/** Where both agree, infinities included, that value: also exact at size 0 and 1. */
export function blend(right: number, wrong: number, size: number): number {
  if (size === 0 || Object.is(right, wrong)) return right;
  return size === 1 ? wrong : right + size * (wrong - right);
}

/** A function of one number between two. */
export function blendFunctions(
  right: (x: number) => number,
  wrong: (x: number) => number,
  size: number,
): (x: number) => number {
  return (x) => blend(right(x), wrong(x), size);
}

/** Into `out`, which holds the right numbers: those between them and the wrong ones. */
export function blendInto(out: Float64Array, wrong: Float64Array, size: number): void {
  for (let i = 0; i < out.length; i++) out[i] = blend(out[i]!, wrong[i]!, size);
}
