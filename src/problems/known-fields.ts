/**
 * Which fields each part of a specification may hold. The types hold these lists to the specifications, and spec/problems/schema.spec.ts
 * to the schema.
 */
import { checkNames } from '../array/check-names.ts';
import { ArgumentError, show } from '../errors.ts';
import type { GaussianSourceSpec } from '../fields/gaussian-source.ts';
import type { MlpConfig } from '../nn/mlp.ts';
import type { ScheduleSpec } from '../schedules/schedule.ts';
import type { TargetSpec } from '../targets/target.ts';
import type { ProblemSpec, StartSpec } from './problem.ts';

/** For each kind of S the fields beside `kind`. */
type FieldsOf<S extends { readonly kind: string }> = {
  readonly [K in S['kind']]: readonly Exclude<keyof Extract<S, { readonly kind: K }>, 'kind'>[];
};
type ClosedFormTargetSpec = Extract<
  TargetSpec,
  { readonly kind: 'gaussian-mixture' | 'empirical' | 'uniform-boxes' | 'checkerboard' }
>;

export const PROBLEM_FIELDS: FieldsOf<ProblemSpec> = {
  flow: ['name', 'target', 'schedule', 'source', 'start'],
  classic: ['name'],
  network: ['name', 'network', 'parameters', 'schedule', 'start'],
};

export const SCHEDULE_FIELDS: FieldsOf<ScheduleSpec> = {
  'cond-ot': [],
  ot: ['sigmaMin'],
  polynomial: ['n'],
  vp: ['betaMin', 'betaMax'],
  'linear-vp': [],
  cosine: [],
  ve: ['sigmaMin', 'sigmaMax'],
};

/** Of the targets whose marginal field has a closed form. */
export const TARGET_FIELDS: FieldsOf<ClosedFormTargetSpec> = {
  'gaussian-mixture': ['weights', 'means', 'stds', 'variances', 'covariances'],
  empirical: ['points', 'dim', 'weights'],
  'uniform-boxes': ['weights', 'lower', 'upper'],
  checkerboard: ['cells', 'halfWidth'],
};

export const START_FIELDS: FieldsOf<StartSpec> = {
  'normal-quantiles': ['count'],
  normal: ['count', 'seed'],
  points: ['points'],
};

export const SOURCE_FIELDS: readonly (keyof GaussianSourceSpec)[] = [
  'mean',
  'std',
  'variances',
  'covariance',
];

export const NETWORK_FIELDS: readonly (keyof MlpConfig)[] = [
  'dim',
  'hidden',
  'activation',
  'time',
  'classes',
];

/** Refuses fields that no part of this kind has; what is no record or of no known kind is told by whoever reads it. */
function checkFields(
  argument: string,
  value: unknown,
  fields: Readonly<Record<string, readonly string[]>>,
): void {
  if (typeof value !== 'object' || value === null) return;
  const { kind } = value as { readonly kind?: unknown };
  if (typeof kind === 'string' && Object.hasOwn(fields, kind)) {
    checkNames(argument, value, ['kind', ...fields[kind]!]);
  }
}

function checkPlain(argument: string, value: unknown, known: readonly string[]): void {
  if (typeof value === 'object' && value !== null) checkNames(argument, value, known);
}

/** Refuses a target whose flow is not known: samplers without a density. */
function checkTarget(value: unknown): void {
  const kind = (value as { readonly kind?: unknown } | null | undefined)?.kind;
  if (typeof kind === 'string' && Object.hasOwn(TARGET_FIELDS, kind)) return;
  throw new ArgumentError({
    argument: 'target.kind',
    expected: `one of ${Object.keys(TARGET_FIELDS).join(', ')}, whose flows have a closed form`,
    received: show(kind),
    wayOut: 'give another target as a gaussian-mixture that comes near it',
  });
}

/**
 * Refuses misspelt fields in any part of a problem, and a target without a closed form.
 *
 * @throws {ArgumentError} naming the field.
 */
export function checkKnownFields(spec: ProblemSpec): void {
  checkFields('problem', spec, PROBLEM_FIELDS);
  if (spec?.kind !== 'flow' && spec?.kind !== 'network') return;
  checkFields('schedule', spec.schedule, SCHEDULE_FIELDS);
  checkFields('start', spec.start, START_FIELDS);
  if (spec.kind === 'network') {
    checkPlain('problem.network', spec.network, NETWORK_FIELDS);
    return;
  }
  checkTarget(spec.target);
  checkFields('target', spec.target, TARGET_FIELDS);
  checkPlain('source', spec.source, SOURCE_FIELDS);
}
