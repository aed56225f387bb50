/** A tableau of the user's as a solver. */
import { checkNames } from '../array/check-names.ts';
import { checkCount } from '../array/float-array.ts';
import { method, type Tableau } from '../solvers/tableau.ts';
import { isRecord, type PlainRecord, refuse } from './checks.ts';

/** Fields that say something about the file, not about the method. */
const REMARKS = ['$schema', 'source'];

const FIELDS = ['kind', 'name', 'order', 'c', 'a', 'b', 'embedded', 'estimate', 'dense', 'fsal', 'precision'];

/** The tableau, its coefficients as strings; throws ArgumentError for one that is not explicit, or does not add up. */
export function checkTableau(at: string, value: PlainRecord): Tableau {
  checkNames(at, value, [...FIELDS, ...REMARKS]);
  const known = Object.entries(value).filter(([key]) => !REMARKS.includes(key));
  const given = worded(Object.fromEntries(known)) as unknown as Tableau;
  if (typeof given.name !== 'string' || given.name === '') refuse(`${at}.name`, 'a name', given.name);
  checkCount(`${at}.order`, given.order, 1, 100);
  method(given, at);
  return given;
}

/** Numbers as strings, wherever they are; an order stays a number. */
function worded(part: unknown): unknown {
  if (typeof part === 'number') return String(part);
  if (Array.isArray(part)) return part.map(worded);
  if (!isRecord(part)) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, key === 'order' ? value : worded(value)]),
  );
}
