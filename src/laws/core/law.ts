/**
 * A law: a statement about an object, with random cases to try it on, and a residual and a bound for each.
 *
 * `law(object)` holds the law against an object. From there: `.assert()` in any test runner, `.property()` for fast-check,
 * `.check()` for a measured result, `.at(case)` for a single case. `law.over(family)` does the same for objects that are drawn
 * at random too, so that a counterexample shrinks the object along with the point.
 */
import type fc from 'fast-check';
import { watched } from './call-log.ts';
import { check, checkAsync } from './check.ts';
import type { Held } from './held.ts';
import type { LawInfo } from './law-info.ts';
import { CannotJudge, type Measurement } from './measurement.ts';
import type { CheckOptions } from './plan.ts';
import { predicate, predicateAsync } from './predicate.ts';
import type { LawResult } from './result.ts';
import type { ObjectCode } from './snippet.ts';
import { violationOf } from './violation.ts';

/** The definition that `defineLaw` turns into a law. `Case` must be plain data: numbers, strings, arrays, objects. */
export interface LawDefinition<Subject, Case, M = Measurement> extends LawInfo {
  /** Why the law cannot judge this object, or null. Called once, before any case. Throws ArgumentError or ObjectError for wrong interfaces. */
  refuses?(subject: Subject): string | null;
  /** Random cases: mostly the main tier, away from blind spots, and some of the edge tier, exactly on them. */
  cases(subject: Subject): fc.Arbitrary<Case>;
  /** May throw CannotJudge; anything else that it throws is a fault of the object. */
  measure(subject: Subject, at: Case): M;
  /** The case in words. */
  words(at: Case): string;
  /** Where the residual can be drawn over time, or over time and a point of the line; null where this object cannot. */
  picture?(subject: Subject): Picture<Case> | null;
}

/** A window in which a law can be measured point by point. */
export interface Picture<Case> {
  readonly t: readonly [number, number];
  /** Absent for a law that knows no points. */
  readonly x?: readonly [number, number];
  caseAt(t: number, x: number): Case;
}

/** Objects drawn at random: plain data, and how to make the object from it. */
export interface Family<Subject, Data> {
  readonly name: string;
  readonly data: fc.Arbitrary<Data>;
  build(data: Data): Subject;
  /** The object in a few words, for counterexamples. */
  words(data: Data): string;
  code(data: Data): ObjectCode;
}

/** How an object appears in results. */
export interface HoldOptions {
  /** Name in results; default the object's own `name`, else its kind. */
  readonly name?: string;
  /** The object as JavaScript, for snippets. */
  readonly code?: ObjectCode;
}

/** A law and an object. */
export interface HeldLaw<Case> {
  readonly law: LawInfo;
  readonly object: string;
  /** Tries random cases and reports; never throws for what the object does. */
  check(options?: CheckOptions): LawResult;
  /** Throws LawViolation unless the law holds; for `test('…', () => law(object).assert())` in any runner. */
  assert(options?: CheckOptions): void;
  /** For fast-check: `fc.assert(law(object).property())`. */
  property(): fc.IProperty<[Case]>;
  /** The law on one case. */
  at(at: Case): Measurement;
  /** Where the residual can be drawn; null where it cannot. */
  picture(): Picture<Case> | null;
}

/** As {@link HeldLaw}, where the object answers with promises. */
export interface AsyncHeldLaw<Case> {
  readonly law: LawInfo;
  readonly object: string;
  check(options?: CheckOptions): Promise<LawResult>;
  assert(options?: CheckOptions): Promise<void>;
  property(): fc.IAsyncProperty<[Case]>;
  at(at: Case): Promise<Measurement>;
}

/** A case of a family: the data of the object, and the case. */
export interface FamilyCase<Data, Case> {
  readonly object: Data;
  readonly at: Case;
}

/** A law about objects of one kind. */
export interface Law<Subject, Case> extends LawInfo {
  (subject: Subject, options?: HoldOptions): HeldLaw<Case>;
  over<Data>(family: Family<Subject, Data>): HeldLaw<FamilyCase<Data, Case>>;
}

/** A law about objects that answer with promises. */
export interface AsyncLaw<Subject, Case> extends LawInfo {
  (subject: Subject, options?: HoldOptions): AsyncHeldLaw<Case>;
}

/** The law of a definition. */
export function defineLaw<Subject, Case>(definition: LawDefinition<Subject, Case>): Law<Subject, Case> {
  const hold = <C>(held: Held<C, Measurement>, picture: () => Picture<C> | null): HeldLaw<C> => ({
    law: held.law,
    object: held.object,
    check: (options) => check(held, options),
    assert(options) {
      const result = check(held, options);
      if (result.status !== 'holds') throw violationOf(result);
    },
    property: () => predicate(held),
    at: (at) => held.measure(at),
    picture,
  });
  const law = (subject: Subject, options: HoldOptions = {}): HeldLaw<Case> =>
    hold(heldOn(definition, subject, options), () => definition.picture?.(subject) ?? null);
  const over = <Data>(family: Family<Subject, Data>): HeldLaw<FamilyCase<Data, Case>> =>
    hold(heldOver(definition, family), () => null);
  return Object.assign(law, info(definition), { over });
}

/** As {@link defineLaw}, for a definition whose `measure` returns a promise. */
export function defineAsyncLaw<Subject, Case>(
  definition: LawDefinition<Subject, Case, Promise<Measurement>>,
): AsyncLaw<Subject, Case> {
  const law = (subject: Subject, options: HoldOptions = {}): AsyncHeldLaw<Case> => {
    const held = heldOn(definition, subject, options);
    return {
      law: held.law,
      object: held.object,
      check: (options) => checkAsync(held, options),
      async assert(options) {
        const result = await checkAsync(held, options);
        if (result.status !== 'holds') throw violationOf(result);
      },
      property: () => predicateAsync(held),
      at: (at) => held.measure(at),
    };
  };
  return Object.assign(law, info(definition));
}

function info({ id, number, title, kind, assumes, export: name, runs }: LawInfo): LawInfo {
  return { id, number, title, kind, assumes, export: name, runs };
}

function heldOn<Subject, Case, M>(
  definition: LawDefinition<Subject, Case, M>,
  subject: Subject,
  options: HoldOptions,
): Held<Case, M> {
  const own = (subject as { name?: unknown } | null | undefined)?.name;
  return {
    law: info(definition),
    object: options.name ?? (typeof own === 'string' && own !== '' ? own : definition.kind),
    ...(options.code === undefined ? {} : { code: () => options.code! }),
    caseOf: (at) => at,
    refuses: () => definition.refuses?.(subject) ?? null,
    cases: () => definition.cases(subject),
    measure: (at) => definition.measure(subject, at),
    words: (at) => definition.words(at),
    watched: (log) => heldOn(definition, watched(subject, log), options),
  };
}

function heldOver<Subject, Case, Data>(
  definition: LawDefinition<Subject, Case>,
  family: Family<Subject, Data>,
): Held<FamilyCase<Data, Case>, Measurement> {
  return {
    law: info(definition),
    object: family.name,
    code: ({ object }) => family.code(object),
    caseOf: ({ at }) => at,
    refuses: () => null,
    cases: () =>
      family.data.chain((object) => definition.cases(family.build(object)).map((at) => ({ object, at }))),
    measure({ object, at }) {
      const subject = family.build(object);
      const reason = definition.refuses?.(subject) ?? null;
      if (reason !== null) throw new CannotJudge(reason);
      return definition.measure(subject, at);
    },
    words: ({ object, at }) => `${family.words(object)}; ${definition.words(at)}`,
    watched: (log) => heldOver(definition, { ...family, build: (data) => watched(family.build(data), log) }),
  };
}
