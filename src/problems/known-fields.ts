/** A misspelt field would leave its default in force without a word: each part of a specification says what it may hold. */
import { ArgumentError } from '../errors.ts';

type Fields = Readonly<Record<string, readonly string[]>>;

/** Beside `kind`. */
export const SCHEDULE_FIELDS: Fields = {
  'cond-ot': [],
  ot: ['sigmaMin'],
  polynomial: ['n'],
  vp: ['betaMin', 'betaMax'],
  'linear-vp': [],
  cosine: [],
  ve: ['sigmaMin', 'sigmaMax'],
};

/** Of the targets with a closed form. */
export const TARGET_FIELDS: Fields = {
  'gaussian-mixture': ['weights', 'means', 'stds', 'variances', 'covariances'],
  empirical: ['points', 'dim', 'weights'],
  'uniform-boxes': ['weights', 'lower', 'upper'],
  checkerboard: ['cells', 'halfWidth'],
};

export const START_FIELDS: Fields = {
  'normal-quantiles': ['count'],
  normal: ['count', 'seed'],
  points: ['points'],
};

const SOURCE_FIELDS: readonly string[] = ['mean', 'std', 'variances', 'covariance'];

function refuseOthers(argument: string, value: object, known: readonly string[]): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ArgumentError({
    argument: `${argument}.${unknown}`,
    expected: known.length > 0 ? `one of the fields ${known.join(', ')}` : 'no further field',
    received: 'an unknown field',
  });
}

/** Refuses fields that no part of this kind has; what is no record or of no known kind is told by whoever reads it. */
export function checkKnownFields(argument: string, value: unknown, fields: Fields): void {
  if (typeof value !== 'object' || value === null) return;
  const { kind } = value as { readonly kind?: unknown };
  if (typeof kind !== 'string' || !Object.hasOwn(fields, kind)) return;
  refuseOthers(argument, value, ['kind', ...fields[kind]!]);
}

/** Refuses fields that no Gaussian source has. */
export function checkSourceFields(value: unknown): void {
  if (typeof value === 'object' && value !== null) refuseOthers('source', value, SOURCE_FIELDS);
}
