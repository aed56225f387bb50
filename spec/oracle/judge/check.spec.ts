import { expect, test } from 'vitest';
import type { Backend, Hello, Reply } from '../../../src/oracle/backend.ts';
import type { Case } from '../../../src/oracle/contract.ts';
import type { Replacement } from '../../../src/oracle/formula.ts';
import { drawCase } from '../../../src/oracle/generate.ts';
import { tensorsFrom } from '../../../src/oracle/judge/answer.ts';
import { casesOf, checkBackend } from '../../../src/oracle/judge/check.ts';
import { mistakes, operations } from '../../../src/oracle/registry.ts';
import { evaluate } from '../../../src/oracle/truth.ts';
import { fold, key } from '../../../src/random/index.ts';

const asked = ['path.sample', 'path.velocity'];

const hello: Hello = {
  name: 'truth, rounded',
  operations: {
    ...Object.fromEntries(asked.map((name) => [name, 1])),
    'path.sample-ahead': 1,
    'loss.fm': 99,
  },
  dtypes: ['float32', 'float64'],
  arithmetic: {},
};

function backend(replace: readonly Replacement[]): Backend {
  return {
    hello: async () => hello,
    run: async (question: Case): Promise<Reply> => {
      const operation = operations.find(({ name }) => name === question.operation)!;
      const { outputs } = evaluate(operation, question, { replace });
      return { kind: 'answer', outputs: tensorsFrom(operation, question, outputs), trace: {}, seconds: 0 };
    },
    stop: async () => {},
  };
}

const named = (name: string) => operations.find((operation) => operation.name === name)!;

/** Two of each operation and element type. */
const cases = asked.flatMap((name) =>
  (['float32', 'float64'] as const).flatMap((dtype) =>
    [0, 1].map((i) => drawCase(named(name), fold(key(8), i), { id: `${name} ${dtype} ${i}`, dtype })),
  ),
);

test('a backend that answers the truth, rounded once: EXACT, counted, nothing found', async () => {
  const check = await checkBackend({ backend: backend([]), cases });
  expect(check.findings).toEqual([]);
  expect(check.judgements.map(({ operation, dtype, verdict }) => [operation.name, dtype, verdict])).toEqual(
    asked.flatMap((name) => [
      [name, 'float32', 'EXACT'],
      [name, 'float64', 'EXACT'],
    ]),
  );
  expect(check.seed).toBe(1);
  expect([check.verified, check.claimed, check.total]).toEqual([4, 6, 2 * operations.length]);
  expect(check.otherRevisions).toEqual(['loss.fm (revision 99)']);
  expect(check.unknownOperations).toEqual(['path.sample-ahead']);
});

test('a mistake in one operation accuses that one alone', async () => {
  const wrong = mistakes.find(({ id }) => id === 'path.coefficients-swapped')!;
  const check = await checkBackend({ backend: backend(wrong.replace), dtypes: ['float32'] });
  const verdicts = new Map(check.judgements.map(({ operation, verdict }) => [operation.name, verdict]));
  expect([...verdicts]).toEqual([
    ['path.sample', 'REFUTED'],
    ['path.velocity', 'EXACT'],
  ]);
  expect(check.findings.map(({ id, root }) => [id, root])).toEqual([[wrong.id, 'path.sample']]);
});

test('an operation that nobody knows is refused by name', async () => {
  const refused = (...wanted: readonly string[]) =>
    expect(checkBackend({ backend: backend([]), operations: wanted })).rejects;
  await refused('path.sample', 'path.sampel').toThrow(
    /operations: expected one of path\.sample, [^,]*path[^;]*received path\.sampel/,
  );
  await refused('path.sampel').not.toThrow(/parametrization/);
  await refused('nothing.known').toThrow(
    /operations: expected the name of an operation, received nothing\.known/,
  );
});

test('given cases are asked as they are, each with its operation and element type', async () => {
  const seen: unknown[] = [];
  const check = await checkBackend({
    backend: backend([]),
    cases: [...cases, drawCase(named('loss.fm'), key(8))].reverse(),
    operations: ['path.velocity', 'loss.fm'],
    onStart: async (total) => {
      seen.push(total);
    },
    onCase: (done, { id }) => {
      seen.push([done, id]);
    },
  });
  expect(seen).toEqual([
    4,
    [1, 'path.velocity float32 1'],
    [2, 'path.velocity float32 0'],
    [3, 'path.velocity float64 1'],
    [4, 'path.velocity float64 0'],
  ]);
  expect(
    check.judgements.map(({ operation, dtype, cases: all }) => [operation.name, dtype, all.length]),
  ).toEqual([
    ['path.velocity', 'float32', 2],
    ['path.velocity', 'float64', 2],
  ]);
  const none = await checkBackend({ backend: backend([]), cases: cases.slice(0, 1) });
  expect(none.judgements.map(({ operation, dtype }) => [operation.name, dtype])).toEqual([
    ['path.sample', 'float32'],
  ]);
  expect([none.verified, none.claimed]).toEqual([1, 6]);
});

test('an operation with an error or a fault is not verified, and an element type that is not claimed not asked', async () => {
  const single = asked.flatMap((name) =>
    [0, 1, 2].map((i) => drawCase(named(name), fold(key(8), i), { id: `${name} ${i}` })),
  );
  const double = cases.filter(({ dtype }) => dtype === 'float64');
  const honest = backend([]);
  const verifiedWith = async (...replies: readonly Reply[]): Promise<number> => {
    const check = await checkBackend({
      cases: [...single, ...double],
      backend: {
        ...honest,
        hello: async () => ({ ...hello, dtypes: ['float32'] }),
        run: async (question) => replies[single.indexOf(question)] ?? honest.run(question),
      },
    });
    expect(check.judgements.map(({ dtype }) => dtype)).toEqual(['float32', 'float32']);
    return check.verified;
  };
  const error: Reply = { kind: 'error', message: '' };
  const fault: Reply = { kind: 'fault', fault: 'timeout', message: '', stderr: '' };
  const unsupported: Reply = { kind: 'unsupported', message: '' };
  expect(await verifiedWith()).toBe(2);
  expect(await verifiedWith(error)).toBe(1);
  expect(await verifiedWith(fault)).toBe(1);
  expect(await verifiedWith(error, fault)).toBe(1);
  expect(await verifiedWith(unsupported)).toBe(2);
  expect(await verifiedWith(unsupported, unsupported, unsupported)).toBe(1);
});

test('an operation has cases of its own for each seed and element type, whatever else is asked', () => {
  const hash = (text: string): number =>
    Number([...text].reduce((h, c) => (31n * h + BigInt(c.codePointAt(0)!)) % (1n << 32n), 0n));
  const operation = named('optimizer.ema');
  for (const [dtype, seed] of [
    ['float32', 1],
    ['float64', 7],
  ] as const) {
    const own = fold(key(seed), hash(`optimizer.ema ${dtype}`));
    expect(casesOf(operation, dtype, seed)[0]).toEqual(
      drawCase(operation, fold(own, 0), { id: `optimizer.ema/${dtype}/main/0`, dtype }),
    );
  }
});

test('an operation that only ends in faults is asked three times; others, and one that answers in between, go on', async () => {
  const many = asked.flatMap((name) =>
    [0, 1, 2, 3, 4, 5].map((i) =>
      drawCase(named(name), fold(key(9), i), { id: `${name} ${i}`, dtype: 'float32' }),
    ),
  );
  const right = backend([]);
  const reached: string[] = [];
  const check = await checkBackend({
    cases: many,
    backend: {
      ...right,
      run: async (question) => {
        reached.push(question.id);
        // Two in a row are not three, nor are one and two.
        const dies = question.operation === 'path.sample' || /[134]$/.test(question.id);
        if (!dies) return right.run(question);
        return { kind: 'fault', fault: 'crash', message: 'it ended', stderr: '' };
      },
    },
  });
  expect(reached).toEqual([0, 1, 2].map((i) => `path.sample ${i}`).concat(many.slice(6).map(({ id }) => id)));
  expect(check.judgements.map(({ faults }) => faults)).toEqual([6, 3]);
  expect(check.judgements[0]!.cases[3]!.message).toContain('not asked, the 3 cases before ended in faults');
});
