/** A list of derivatives against what they should be, entry by entry. */
import { type Measurement, worstOf } from '../core/measurement.ts';
import type { Answer } from './allowances.ts';
import type { ReferenceDerivative } from './reference-derivatives.ts';

/** The worst of |Σ w·computed − reference|, for each reference; what rounding and the reference allow is the bound. */
export function againstReference(
  name: string,
  { value, error }: Answer,
  references: readonly ReferenceDerivative[],
): Measurement {
  return worstOf(
    references.map(({ what, of, value: reference, error: uncertainty }) => {
      let computed = 0;
      let allowed = uncertainty;
      if (typeof of === 'number') {
        computed = value[of]!;
        allowed += error[of]!;
      } else {
        for (let i = 0; i < of.length; i++) {
          computed += of[i]! * value[i]!;
          allowed += Math.abs(of[i]!) * error[i]!;
        }
      }
      return {
        residual: Math.abs(computed - reference),
        bound: allowed,
        why: 'rounding of the network, and the error of the reference derivative',
        detail: `${what} of ${name} is given as ${computed}, and should be ${reference}`,
      };
    }),
  );
}
