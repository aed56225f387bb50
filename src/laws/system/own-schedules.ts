/** The built-in schedules, each with its name in `flowproof` and its code. */
import { condOT, cosine, linearVP, ot, polynomial, type Schedule, ve, vp } from '../../schedules/index.ts';

/** A schedule as code: what to import, and the expression that makes it. */
export interface OwnSchedule {
  readonly schedule: Schedule;
  readonly from: string;
  readonly expression: string;
}

const own = (schedule: Schedule, from: string, expression = from): OwnSchedule => ({
  schedule,
  from,
  expression,
});

/** One of each kind, polynomials on both sides of the straight line. */
export const COND_OT: OwnSchedule = own(condOT, 'condOT');
export const OT: OwnSchedule = own(ot({ sigmaMin: 0.1 }), 'ot', 'ot({ sigmaMin: 0.1 })');
export const SQUARE: OwnSchedule = own(polynomial({ n: 2 }), 'polynomial', 'polynomial({ n: 2 })');
const ROOT: OwnSchedule = own(polynomial({ n: 0.5 }), 'polynomial', 'polynomial({ n: 0.5 })');
export const COSINE: OwnSchedule = own(cosine, 'cosine');
export const LINEAR_VP: OwnSchedule = own(linearVP, 'linearVP');
export const VP: OwnSchedule = own(vp(), 'vp', 'vp()');
export const VE: OwnSchedule = own(
  ve({ sigmaMin: 0.02, sigmaMax: 20 }),
  've',
  've({ sigmaMin: 0.02, sigmaMax: 20 })',
);

export const OWN_SCHEDULES: readonly OwnSchedule[] = [COND_OT, OT, SQUARE, ROOT, COSINE, LINEAR_VP, VP, VE];

/** Those, and some with unusual parameters. */
export const MORE_SCHEDULES: readonly Schedule[] = [
  ...OWN_SCHEDULES.map(({ schedule }) => schedule),
  ot({ sigmaMin: 0.001 }),
  polynomial({ n: 3.7 }),
  vp({ betaMin: 0.5, betaMax: 5 }),
  ve({ sigmaMin: 0.5, sigmaMax: 3 }),
];
