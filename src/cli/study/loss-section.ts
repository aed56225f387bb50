/** The loss section of the report: the curves, and how far the model is from what is possible. */
import type { LossFloor, MarginalField } from '../../fields/index.ts';
import { formatCount, formatNumber, type LossSection } from '../../report/index.ts';
import type { TrainingState } from '../../training/index.ts';
import { knownFloor } from '../known-floor.ts';
import { type FieldError, fieldError } from './field-error.ts';

function errorNote(error: FieldError, floor: LossFloor | undefined): string {
  const distance = ` Against the exact field, E‖v − u‖² = ${formatNumber(error.value)} ± ${formatNumber(error.standardError, 2)}`;
  if (!floor) return `${distance}.`;
  const percent = (value: number): string => ((100 * value) / floor.value).toFixed(2);
  return (
    `${distance}: the expected loss lies ${percent(error.value)} ± ${percent(error.standardError)} % above its floor, ` +
    `which is ${formatNumber(floor.value, 5)} ± ${formatNumber(floor.error, 2)} (${floor.method}).`
  );
}

/** `field` is the exact field of what was learned from, where that is known. */
export function lossSection(
  state: TrainingState,
  field: MarginalField | undefined,
  seed: number,
): LossSection {
  const { config, losses, heldOut } = state;
  const floor = field && config.loss === 'cfm' ? knownFloor(field) : undefined;
  const error = field && fieldError(state, field, seed);
  // The page draws a curve; a point for each pixel is enough.
  const stride = Math.max(1, Math.ceil(losses.length / 1000));
  const steps: number[] = [];
  const values: number[] = [];
  for (let from = 0; from < losses.length; from += stride) {
    const block = losses.subarray(from, from + stride);
    steps.push(Math.min(from + stride, losses.length));
    values.push(block.reduce((a, b) => a + b, 0) / block.length);
  }
  return {
    quantity: `${config.loss.toUpperCase()} loss (mean over rows, sum over dimensions)`,
    note:
      `Held-out loss of the averaged parameters on ${formatCount(config.heldOutExamples)} fixed examples.` +
      (error
        ? errorNote(error, floor)
        : ' The distribution of the data is not known, so neither is the floor of the loss.'),
    training: { steps, values },
    heldOut: { steps: heldOut.map((p) => p.step), values: heldOut.map((p) => p.loss) },
    ...(floor && { floor: { value: floor.value, standardError: floor.error } }),
  };
}
