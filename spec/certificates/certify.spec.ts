import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CandidateTableau } from '../../src/certificates/candidate.ts';
import { certify } from '../../src/certificates/certify.ts';
import { tableaus } from './tableaus.ts';

const folder = new URL('./torchdiffeq/', import.meta.url);
const published = (name: string): CandidateTableau =>
  JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as CandidateTableau;

const rk4 = tableaus.find(({ name }) => name === 'rk4')!;
const dopri5 = tableaus.find(({ name }) => name === 'dopri5')!;

describe.each(tableaus)('$name', (method) => {
  const certificate = certify(method);

  test('has exactly the orders that it claims', () => {
    expect(certificate.findings).toEqual([]);
    expect(certificate.holds).toBe(true);
    const claimed = [method.order, ...(method.embedded ?? []).map((e) => e.order)];
    if (method.dense) claimed.push(method.dense.order);
    expect(certificate.orders.map(({ order }) => order)).toEqual(claimed);
    for (const { next, failing, order } of certificate.orders) {
      expect(next?.order).toBe(order + 1);
      expect(Math.abs(next!.residual.value)).toBeGreaterThan(0);
      expect(failing).toBeGreaterThan(0);
    }
  });

  test('leaves no residual, or one below its declared precision', () => {
    const allowed = method.precision === undefined ? 0 : Number(method.precision);
    for (const { largestResidual } of certificate.orders)
      expect(largestResidual).toBeLessThanOrEqual(allowed);
    expect(certificate.arithmetic).toBe(method.precision === undefined ? 'exact' : 'declared precision');
  });

  test('reuses its last stage only where it says so', () => {
    expect(certificate.fsal).toBe(method.fsal ?? false);
    expect(certificate.rowSums).toBe(true);
  });

  test('has a dense output that joins smoothly', () => {
    expect([certificate.continuous, certificate.smooth]).toEqual(method.dense ? [true, true] : [null, null]);
  });

  test('is plain data', () => {
    expect(JSON.parse(JSON.stringify(certificate))).toEqual(certificate);
  });
});

describe('torchdiffeq 0.2.5, as published', () => {
  test('its gl4 has order 1, not 4, by the tree of one derivative in t', () => {
    const { holds, findings, orders } = certify(published('gl4'));
    expect(holds).toBe(false);
    expect(findings.map(({ kind }) => kind)).toEqual(['row-sum', 'order']);
    expect(orders[0]!.order).toBe(1);
    expect(orders[0]!.next).toMatchObject({
      tree: '[t]',
      drawing: ['○', '│', 'i'],
      formula: 'Σ bᵢ cᵢ = 1/2',
      value: { exact: '1/2 - √3/6' },
      residual: { exact: '-√3/6' },
    });
  });

  test('with the second abscissa ½ + √3/6 it is right', () => {
    const gl4 = published('gl4');
    expect(certify({ ...gl4, c: [gl4.c[0]!, '1/2 + sqrt(3)/6'] }).holds).toBe(true);
  });

  test('its tsit5 has order 4, not 5, by all nine trees of five vertices', () => {
    const { holds, findings, orders } = certify(published('tsit5'));
    expect(holds).toBe(false);
    expect(findings.map(({ kind }) => kind)).toEqual(['fsal', 'order']);
    expect(orders[0]).toMatchObject({ order: 4, claimed: 5, failing: 9, ofTrees: 9 });
    expect(orders[0]!.next).toMatchObject({ tree: '[τ,τ,τ,τ]', formula: 'Σ bᵢ cᵢ⁴ = 1/5' });
    // The printed digits leave residuals of 1e-82 where a condition holds, and this where not.
    expect(Math.abs(orders[0]!.next!.residual.value + 5.822164334896941e-4)).toBeLessThan(1e-18);
  });

  test('with the row of its last stage as weights it is right', () => {
    const tsit5 = published('tsit5');
    const { holds, orders } = certify({ ...tsit5, b: [...tsit5.a[6]!, '0'] });
    expect(holds).toBe(true);
    expect(orders[0]!.order).toBe(5);
  });

  test('adaptive_heun and fehlberg2 reuse a last stage that is none of the next step', () => {
    for (const name of ['adaptive_heun', 'fehlberg2']) {
      const { holds, findings } = certify(published(name));
      expect(holds).toBe(false);
      expect(findings.map(({ kind }) => kind)).toEqual(['fsal']);
    }
  });

  test('the others are what they claim to be', () => {
    const wrong = ['gl4.json', 'tsit5.json', 'adaptive_heun.json', 'fehlberg2.json'];
    const others = readdirSync(folder).filter((file) => !wrong.includes(file));
    expect(others.length).toBeGreaterThanOrEqual(10);
    for (const file of others) expect(certify(published(file.slice(0, -5))).findings).toEqual([]);
  });
});

describe('conditions written out', () => {
  /** The eight of orders 1 to 4, as every textbook prints them. */
  const textbook = (b: number[], a: number[][]): { order: number; residual: number }[] => {
    const s = b.map((_, i) => i);
    const sum = (f: (i: number) => number): number => s.reduce((total, i) => total + f(i), 0);
    const c = a.map((row) => row.reduce((x, y) => x + y, 0));
    const ac =
      (power: number) =>
      (i: number): number =>
        sum((j) => a[i]![j]! * c[j]! ** power);
    return [
      { order: 1, residual: sum((i) => b[i]!) - 1 },
      { order: 2, residual: sum((i) => b[i]! * c[i]!) - 1 / 2 },
      { order: 3, residual: sum((i) => b[i]! * c[i]! ** 2) - 1 / 3 },
      { order: 3, residual: sum((i) => b[i]! * ac(1)(i)) - 1 / 6 },
      { order: 4, residual: sum((i) => b[i]! * c[i]! ** 3) - 1 / 4 },
      { order: 4, residual: sum((i) => b[i]! * c[i]! * ac(1)(i)) - 1 / 8 },
      { order: 4, residual: sum((i) => b[i]! * ac(2)(i)) - 1 / 12 },
      { order: 4, residual: sum((i) => b[i]! * sum((j) => a[i]![j]! * ac(1)(j))) - 1 / 24 },
    ];
  };

  test('find the order of random implicit tableaus of dyadic coefficients', () => {
    const dyadic = fc.integer({ min: -8, max: 8 }).map((n) => n / 8);
    const entry = fc.oneof(dyadic, fc.constantFrom(0, 0.5, 1, 0.25));
    const stages = fc.integer({ min: 1, max: 3 });
    fc.assert(
      fc.property(
        stages.chain((s) => {
          const row = fc.array(entry, { minLength: s, maxLength: s });
          return fc.tuple(row, fc.array(row, { minLength: s, maxLength: s }));
        }),
        ([b, a]) => {
          // The last weight is what is left of 1, so that most cases have order 1 at least.
          const weights = [...b.slice(1), 1 - b.slice(1).reduce((x, y) => x + y, 0)];
          const c = a.map((row) => row.reduce((x, y) => x + y, 0));
          const { orders } = certify({ name: 'random', order: 1, c, a, b: weights });
          // Sums of dyadic products are exact in float64; thirds leave an ulp or two.
          const failing = textbook(weights, a).filter(({ residual }) => Math.abs(residual) > 1e-14);
          const order = Math.min(4, ...failing.map((condition) => condition.order - 1));
          expect(Math.min(4, orders[0]!.order)).toBe(order);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a claim', () => {
  test('that is too high is refused with the first tree', () => {
    const { holds, findings } = certify({ ...rk4, order: 5 });
    expect(holds).toBe(false);
    expect(findings[0]!.words).toBe('b has order 4, not 5: 9 of the 9 conditions of order 5 fail');
    expect(findings[0]!.condition!.tree).toBe('[τ,τ,τ,τ]');
  });

  test('that is too low is refused too', () => {
    const { holds, findings } = certify({ ...rk4, order: 3 });
    expect(holds).toBe(false);
    expect(findings[0]!.words).toBe('b has order 4, more than the claimed 3');
  });

  test('of FSAL is refused where the last stage is another', () => {
    expect(certify({ ...rk4, fsal: true }).findings.map(({ kind }) => kind)).toEqual(['fsal']);
  });

  test('of a dense output is refused where it has a lower order, ends elsewhere, or lacks a power', () => {
    const dense = dopri5.dense!;
    expect(certify({ ...dopri5, dense: { ...dense, order: 5 } }).findings[0]!.condition!.formula).toBe(
      'Σ bᵢ(θ) cᵢ⁴ = θ⁵/5',
    );
    const elsewhere = dense.b.map((row, i) => (i === 0 ? [...row.slice(0, 3), `${row[3]!} + 1e-9`] : row));
    expect(
      certify({ ...dopri5, dense: { ...dense, b: elsewhere } }).findings.map(({ kind }) => kind),
    ).toContain('dense-end');
  });

  test('of embedded weights is refused where they are the step itself', () => {
    const embedded = [{ name: 'none', order: 4, b: dopri5.b }];
    expect(certify({ ...dopri5, embedded }).findings[0]!.words).toBe(
      'embedded none has order 5, more than the claimed 4',
    );
  });
});

describe('rounded coefficients', () => {
  const root = Math.sqrt(3) / 6;
  const gl4 = (c2: number): CandidateTableau => ({
    name: 'gl4 in float64',
    order: 4,
    c: [0.5 - root, c2],
    a: [
      [0.25, 0.25 - root],
      [0.25 + root, 0.25],
    ],
    b: [0.5, 0.5],
  });

  test('hold within what their digits can do', () => {
    const certificate = certify(gl4(0.5 + root));
    expect(certificate.findings).toEqual([]);
    expect(certificate.arithmetic).toBe('digits given');
    expect(certificate.stability).toMatchObject({ real: null, imaginary: null });
    const thirds = { ...rk4, b: [1 / 6, 1 / 3, 1 / 3, 1 / 6] };
    expect(certify(thirds).holds).toBe(true);
    expect(certify({ ...rk4, b: ['0.1666666666666667', '0.3333333333333333', '1/3', '1/6'] }).holds).toBe(
      true,
    );
  });

  test('and no further', () => {
    expect(certify(gl4(0.5 + root + 1e-13)).holds).toBe(false);
    expect(certify({ ...rk4, b: ['0.1666666666666767', '0.3333333333333333', '1/3', '1/6'] }).holds).toBe(
      false,
    );
    // Few digits are taken at their word.
    expect(certify({ ...rk4, b: ['0.1666667', '1/3', '1/3', '1/6'] }).holds).toBe(false);
    expect(certify({ ...rk4, b: ['0.1666667', '1/3', '1/3', '1/6'], precision: '1e-6' }).holds).toBe(true);
  });
});
