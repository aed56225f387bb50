/** Our own system held against every law: the trials of `flowproof verify`. */
import type { Trial } from '../core/trial.ts';
import { boundaryTrials } from './boundaries.ts';
import { conversionTrials } from './conversions.ts';
import { couplingTrials } from './couplings.ts';
import { diffusionTrials } from './diffusion.ts';
import { fieldTrials } from './fields.ts';
import { likelihoodTrials } from './likelihood.ts';
import { lossTrials } from './losses.ts';
import { marginalizationTrials } from './marginalization.ts';
import { matchingTrials } from './matching.ts';
import { networkTrials } from './networks.ts';
import { pathTrials } from './paths.ts';
import { runTrials } from './runs.ts';
import { scheduleTrials } from './schedules.ts';
import { solverTrials } from './solvers.ts';

/** The trials of each room, by name: suites share them out among files. */
export const systemRooms: Readonly<Record<string, () => Trial[]>> = {
  schedules: scheduleTrials,
  paths: pathTrials,
  boundaries: boundaryTrials,
  fields: fieldTrials,
  marginalization: marginalizationTrials,
  matching: matchingTrials,
  losses: lossTrials,
  diffusion: diffusionTrials,
  conversions: conversionTrials,
  networks: networkTrials,
  solvers: solverTrials,
  likelihood: likelihoodTrials,
  couplings: couplingTrials,
  runs: runTrials,
};

/** All trials, in a fixed order. */
export function systemTrials(): Trial[] {
  return Object.values(systemRooms).flatMap((trials) => trials());
}
