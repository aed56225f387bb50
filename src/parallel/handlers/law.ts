/** Laws on a thread: the list of trials, one trial, and the residual of one trial over a window. */

import { type CallLog, callWords } from '../../laws/core/call-log.ts';
import type { LawInfo } from '../../laws/core/law-info.ts';
import type { LawResult } from '../../laws/core/result.ts';
import type { Trial } from '../../laws/core/trial.ts';
import { mistakes } from '../../laws/power/mistakes/index.ts';
import { type MistakeTrial, type PowerOptions, tryMistake } from '../../laws/power/power.ts';
import { type ResidualMap, residualMap } from '../../laws/residual-map.ts';
import { writeCall } from '../call-text.ts';
import type { HandlerContext } from '../handler.ts';
import { type LawSource, trialsOf } from '../law-source.ts';

/** A trial as plain data: its place in the list of its source. */
export interface LawUnit {
  readonly index: number;
  readonly law: LawInfo;
  readonly object: string;
  /** The object of the module that this one was made from, where it was. */
  readonly of?: string;
  /** True when its residual may be drawn. */
  readonly drawable: boolean;
}

/** How many cases, and which (laws/core/plan.ts). */
export interface CheckChoice {
  readonly runs?: number;
  readonly effort?: number;
  readonly seed?: number;
  readonly replay?: string;
}

export type LawMessage =
  | { readonly task: 'list'; readonly source: LawSource }
  | {
      readonly task: 'check';
      readonly source: LawSource;
      readonly index: number;
      readonly options: CheckChoice;
      /** [1], shared: cases tried so far, which a thread that is ended cannot say any more. */
      readonly tried: Int32Array;
      /** Shared (call-text.ts): where the call that began last is written, so that one that never ends can be named. */
      readonly call?: Uint8Array;
    }
  | {
      readonly task: 'draw';
      readonly source: LawSource;
      readonly index: number;
      readonly columns: number;
      readonly rows: number;
    }
  | {
      readonly task: 'mistake';
      /** Place in the list of mistakes, and of the law among its trials. */
      readonly mistake: number;
      readonly trial: number;
      readonly options: PowerOptions;
    };

/** One source is loaded once on each thread. */
const SESSION = 1;

async function list(trials: readonly Trial[]): Promise<LawUnit[]> {
  return trials.map(({ held, object, of }, index) => ({
    index,
    law: held.law,
    object,
    ...(of !== undefined && { of }),
    drawable: 'picture' in held,
  }));
}

/** Answers LawUnit[] to 'list', LawResult to 'check', ResidualMap or null to 'draw', MistakeTrial to 'mistake'. */
export async function lawHandler(
  message: LawMessage,
  { sessions }: HandlerContext,
): Promise<LawUnit[] | LawResult | ResidualMap | MistakeTrial | null> {
  if (message.task === 'mistake') {
    return tryMistake(mistakes[message.mistake]!, message.trial, message.options);
  }
  const { source } = message;
  if (message.task === 'check' && message.call) {
    const { call, index, options } = message;
    const log: CallLog = { last: null, onCall: (made) => writeCall(call, callWords(made)) };
    return (await trialsOf(source, log))[index]!.held.check(options);
  }
  const name = source.kind === 'own' ? 'own' : source.url;
  const trials = await sessions.get(SESSION, `laws of ${name}`, () => trialsOf(source));
  if (message.task === 'list') return list(trials);
  const trial = trials[message.index]!;
  if (message.task === 'draw') return residualMap(trial.held, message.columns, message.rows);
  const { options, tried } = message;
  return trial.held.check({
    ...options,
    onCase: (count) => {
      Atomics.store(tried, 0, count);
    },
  });
}
