/** How far mistakes in schedules reach: the operations that are built on a coefficient, the root first. */

const values = [
  'schedule.change',
  'path.sample',
  'path.conditional-velocity',
  'path.conditional-score',
  'path.conditional-log-density',
  'parametrization.convert',
  'marginal.velocity',
  'marginal.score',
  'marginal.divergence',
  'marginal.log-density',
  'guidance.classifier',
  'mlp.cfm-gradient',
];

/** α or σ, and with them their derivatives. */
export const onCoefficientsAndSlopes: readonly string[] = [
  'schedule.evaluate',
  'schedule.log-snr',
  ...values,
  'path.velocity',
  'loss.cfm',
];

/** α or σ, and no derivative. */
export const onCoefficients: readonly string[] = ['schedule.evaluate', 'schedule.log-snr', ...values];

/** α̇ or σ̇ alone. */
export const onSlopes: readonly string[] = [
  'schedule.evaluate',
  'schedule.change',
  'path.velocity',
  'path.conditional-velocity',
  'parametrization.convert',
  'marginal.velocity',
  'marginal.divergence',
  'loss.cfm',
  'guidance.classifier',
  'mlp.cfm-gradient',
];

/** α and σ of vp, from a wrong T or α: guidance does not see it, as σ(α̇σ − ασ̇)/α = ½ β whatever they are. */
export const onPreservedVariance: readonly string[] = onCoefficientsAndSlopes.filter(
  (name) => name !== 'guidance.classifier',
);
