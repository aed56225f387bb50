/** One case as a predicate: it returns when the law holds there, and throws what went wrong otherwise. */
import fc from 'fast-check';
import { FlowproofError } from '../../errors.ts';
import type { Held } from './held.ts';
import { CannotJudge, type Measurement, ratioOf } from './measurement.ts';
import { thrownAt } from './thrown-at.ts';

/** Why a case failed: `violated`, `refused` or `faulty`, as in a {@link LawResult}. */
export class CaseFailure extends Error {
  readonly kind: 'violated' | 'refused' | 'faulty';
  readonly measurement: Measurement | null;

  constructor(
    kind: 'violated' | 'refused' | 'faulty',
    message: string,
    measurement: Measurement | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'CaseFailure';
    this.kind = kind;
    this.measurement = measurement;
  }
}

/** Throws CaseFailure unless the law holds in this measurement. */
export function judge(measurement: Measurement): Measurement {
  const { residual, bound, why } = measurement;
  if (!(bound >= 0 && bound < Infinity)) {
    throw new CaseFailure('refused', `the bound is ${bound}: nothing can be judged (${why})`, measurement);
  }
  if (!(ratioOf(measurement) <= 1)) {
    throw new CaseFailure(
      'violated',
      `residual ${residual} exceeds the bound ${bound} (${why})`,
      measurement,
    );
  }
  return measurement;
}

/** What a law or an object threw, as a CaseFailure. */
export function failureOf(error: unknown): CaseFailure {
  if (error instanceof CaseFailure) return error;
  if (error instanceof CannotJudge) return new CaseFailure('refused', error.message);
  const options = { cause: error };
  if (error instanceof FlowproofError) return new CaseFailure('faulty', error.message, null, options);
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new CaseFailure('faulty', `the object threw ${text}${thrownAt(error)}`, null, options);
}

/** Measures and judges one case; throws CaseFailure. */
export function tryCase<C>(held: Held<C, Measurement>, at: C): Measurement {
  try {
    return judge(held.measure(at));
  } catch (error) {
    throw failureOf(error);
  }
}

/** As {@link tryCase}, where the measurement is a promise. */
export async function tryCaseAsync<C>(held: Held<C, Promise<Measurement>>, at: C): Promise<Measurement> {
  try {
    return judge(await held.measure(at));
  } catch (error) {
    throw failureOf(error);
  }
}

const inWords = <C>(held: Held<C, unknown>, at: C, error: unknown): Error => {
  const failure = failureOf(error);
  const detail = failure.measurement?.detail;
  return new Error(
    `${held.law.id} on ${held.object}, at ${held.words(at)}: ${failure.message}${detail ? `; ${detail}` : ''}`,
  );
};

function refuseFirst<C>(held: Held<C, unknown>): void {
  const reason = held.refuses();
  if (reason !== null) throw new Error(`${held.law.id} cannot judge ${held.object}: ${reason}`);
}

/** A law on an object as a property of fast-check. Throws where the law refuses the object: a refusal is no pass. */
export function predicate<C>(held: Held<C, Measurement>): fc.IProperty<[C]> {
  refuseFirst(held);
  return fc.property(held.cases(), (at) => {
    try {
      tryCase(held, at);
    } catch (error) {
      throw inWords(held, at, error);
    }
  });
}

/** As {@link predicate}, where the measurement is a promise. */
export function predicateAsync<C>(held: Held<C, Promise<Measurement>>): fc.IAsyncProperty<[C]> {
  refuseFirst(held);
  return fc.asyncProperty(held.cases(), async (at) => {
    try {
      await tryCaseAsync(held, at);
    } catch (error) {
      throw inWords(held, at, error);
    }
  });
}
