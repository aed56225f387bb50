export { type CheckerboardOptions, checkerboard } from './checkerboard.ts';
export type { CovarianceOptions, Covariances } from './covariances.ts';
export { type EightGaussiansOptions, eightGaussians } from './eight-gaussians.ts';
export { type Empirical, type EmpiricalOptions, empirical } from './empirical.ts';
export { type GaussianMixture, type GaussianMixtureOptions, gaussianMixture } from './gaussian-mixture.ts';
export type { Rows, Vector } from './matrix-input.ts';
export type { NoisyCurve } from './noisy-curve.ts';
export { type PinwheelOptions, pinwheel } from './pinwheel.ts';
export { type RingsOptions, rings } from './rings.ts';
export { sCurve } from './s-curve.ts';
export { targetFromSpec } from './spec.ts';
export { spiral } from './spiral.ts';
export type {
  GaussianMixtureSpec,
  Target,
  TargetSpec,
  TargetWithDensity,
  UniformBoxesSpec,
} from './target.ts';
export { twoMoons } from './two-moons.ts';
export { type UniformBoxes, type UniformBoxesOptions, uniformBoxes } from './uniform-boxes.ts';
