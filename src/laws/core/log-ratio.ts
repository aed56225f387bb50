/** Orders seen between two resolutions that differ by a factor of 2. */
import { log } from '../../math/index.ts';

export const LN_2 = 0.6931471805599453;

/** log₂(a/b). */
export const log2Ratio = (a: number, b: number): number => log(a / b) / LN_2;
