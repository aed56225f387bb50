/** Changes one coefficient of a candidate at a time. */
import type { CandidateTableau } from '../../src/certificates/candidate.ts';
import type { Coefficient } from '../../src/certificates/coefficient.ts';

export interface Perturbed {
  /** Such as 'dense.b[3][2]'. */
  readonly where: string;
  readonly candidate: CandidateTableau;
}

type Row = readonly Coefficient[];

const written = (value: Coefficient): string =>
  typeof value === 'object'
    ? `${value.rational} + ${value.sqrt3} sqrt(3)`.replace('+ -', '- ')
    : String(value);

const changed = (row: Row, i: number, by: string): Row =>
  row.map((value, k) => (k === i ? `${written(value)} + ${by}` : value));

const inRow = (where: string, row: Row, by: string): { where: string; row: Row }[] =>
  row.map((_, i) => ({ where: `${where}[${i}]`, row: changed(row, i, by) }));

const inRows = (where: string, rows: readonly Row[], by: string): { where: string; rows: readonly Row[] }[] =>
  rows.flatMap((row, i) =>
    inRow(`${where}[${i}]`, row, by).map(({ where, row: other }) => ({
      where,
      rows: rows.map((r, k) => (k === i ? other : r)),
    })),
  );

/** Every candidate that differs from `t` in one coefficient, by `by`; zeros are coefficients too. */
export function perturbations(t: CandidateTableau, by: string): Perturbed[] {
  const { dense } = t;
  const found: Perturbed[] = [];
  const add = (where: string, change: Partial<CandidateTableau>): void => {
    found.push({ where, candidate: { ...t, ...change } });
  };
  for (const { where, row } of inRow('c', t.c, by)) add(where, { c: row });
  for (const { where, rows } of inRows('a', t.a, by)) add(where, { a: rows });
  for (const { where, row } of inRow('b', t.b, by)) add(where, { b: row });
  for (const [k, weights] of (t.embedded ?? []).entries()) {
    for (const { where, row } of inRow(`embedded[${k}].b`, weights.b, by)) {
      add(where, { embedded: t.embedded!.map((w, j) => (j === k ? { ...w, b: row } : w)) });
    }
  }
  if (!dense) return found;
  for (const { where, row } of inRow('dense.c', dense.c ?? [], by))
    add(where, { dense: { ...dense, c: row } });
  for (const { where, rows } of inRows('dense.a', dense.a ?? [], by))
    add(where, { dense: { ...dense, a: rows } });
  for (const { where, rows } of inRows('dense.b', dense.b, by)) add(where, { dense: { ...dense, b: rows } });
  return found;
}
