/** A target from its plain data, as sent between threads or read from a file. */
import { ArgumentError, show } from '../errors.ts';
import { checkerboard } from './checkerboard.ts';
import { empirical } from './empirical.ts';
import { gaussianMixture } from './gaussian-mixture.ts';
import { pinwheel } from './pinwheel.ts';
import { rings } from './rings.ts';
import { sCurve } from './s-curve.ts';
import { spiral } from './spiral.ts';
import type { Target, TargetSpec } from './target.ts';
import { twoMoons } from './two-moons.ts';
import { uniformBoxes } from './uniform-boxes.ts';

/**
 * The target that `spec` describes; throws ArgumentError for an unknown kind or bad parameters.
 *
 * ```ts
 * import { targetFromSpec } from 'flowproof';
 * targetFromSpec({ kind: 'two-moons', noise: 0.1 }).dim; // 2
 * ```
 */
export function targetFromSpec(spec: TargetSpec): Target {
  switch (spec?.kind) {
    case 'gaussian-mixture':
      return gaussianMixture(spec);
    case 'empirical':
      return empirical(spec);
    case 'uniform-boxes':
      return uniformBoxes({ weights: spec.weights, lower: spec.lower, upper: spec.upper });
    case 'checkerboard':
      return checkerboard(spec);
    case 'two-moons':
      return twoMoons(spec);
    case 's-curve':
      return sCurve(spec);
    case 'spiral':
      return spiral(spec);
    case 'rings':
      return rings(spec);
    case 'pinwheel':
      return pinwheel(spec);
    default:
      throw new ArgumentError({
        argument: 'spec.kind',
        expected:
          'gaussian-mixture, empirical, uniform-boxes, checkerboard, two-moons, s-curve, spiral, rings or pinwheel',
        received: show((spec as { kind?: unknown } | undefined)?.kind),
      });
  }
}
