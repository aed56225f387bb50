/** A schedule from its plain data, as sent between threads or read from a file. */
import { ArgumentError, show } from '../errors.ts';
import { condOT } from './cond-ot.ts';
import { cosine } from './cosine.ts';
import { linearVP } from './linear-vp.ts';
import { ot } from './ot.ts';
import { polynomial } from './polynomial.ts';
import type { Schedule, ScheduleSpec } from './schedule.ts';
import { ve } from './ve.ts';
import { vp } from './vp.ts';

/**
 * The schedule that `spec` describes; throws ArgumentError for an unknown kind or bad parameters.
 *
 * ```ts
 * import { scheduleFromSpec } from 'flowproof';
 * scheduleFromSpec({ kind: 'polynomial', n: 3 }).name; // 'polynomial(3)'
 * ```
 */
export function scheduleFromSpec(spec: ScheduleSpec): Schedule {
  switch (spec?.kind) {
    case 'cond-ot':
      return condOT;
    case 'ot':
      return ot(spec);
    case 'polynomial':
      return polynomial(spec);
    case 'vp':
      return vp(spec);
    case 'linear-vp':
      return linearVP;
    case 'cosine':
      return cosine;
    case 've':
      return ve(spec);
    default:
      throw new ArgumentError({
        argument: 'spec.kind',
        expected: 'cond-ot, ot, polynomial, vp, linear-vp, cosine or ve',
        received: show((spec as { kind?: unknown } | undefined)?.kind),
        wayOut: 'user-defined schedules are functions and have no spec: build them where they are used',
      });
  }
}
