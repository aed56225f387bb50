import { expect, test } from 'vitest';
import { machineOf } from '../../../src/oracle/arithmetic/machine.ts';
import type { Reply } from '../../../src/oracle/backend.ts';
import { tensorsFrom } from '../../../src/oracle/judge/answer.ts';
import { type CaseJudgement, judgeCase } from '../../../src/oracle/judge/case-verdict.ts';
import { chooseCases } from '../../../src/oracle/judge/choose-cases.ts';
import { findingsOf } from '../../../src/oracle/judge/findings.ts';
import { judgeOperation } from '../../../src/oracle/judge/operation-verdict.ts';
import { type Prepared, prepare } from '../../../src/oracle/judge/prepared.ts';
import { mistakes, operations } from '../../../src/oracle/registry.ts';
import { key } from '../../../src/random/index.ts';

const dtype = 'float32';

/** All of it takes a minute: the whole catalogue is for CI (`npm run oracle:catalogue`), a mistake of every third group for each run. */
const all = process.env.ORACLE_CATALOGUE === 'all';
const groupOf = (name: string): string => name.split('.')[0]!;
const few = mistakes.filter(
  (m) => m.operations.length <= 2 && !m.operations.some((name) => groupOf(name) === 'mlp'),
);
const firsts = few.filter((m, i) => few.findIndex((n) => groupOf(n.id) === groupOf(m.id)) === i);
const tried = all ? mistakes : firsts.filter((_, i) => i % 3 === 0);
const shown = all
  ? operations
  : operations.filter(({ name }) => tried.some((m) => m.operations.includes(name)));

const ready = new Map<string, readonly Prepared[]>();
function prepared(name: string): readonly Prepared[] {
  let cases = ready.get(name);
  if (!cases) {
    const operation = operations.find((o) => o.name === name)!;
    const machine = machineOf(dtype);
    cases = chooseCases(operation, { key: key(11), dtype, edge: 2 }).map((question) =>
      prepare(operation, question, machine),
    );
    ready.set(name, cases);
  }
  return cases;
}

const answer = (outputs: (Reply & { kind: 'answer' })['outputs']): Reply => ({
  kind: 'answer',
  outputs,
  trace: {},
  seconds: 0,
});

const judged = (name: string, reply: (one: Prepared) => Reply): readonly CaseJudgement[] =>
  prepared(name).map((one) => judgeCase(one, reply(one)));

test.each(shown.map((operation) => [operation.name, operation] as const))(
  '%s: the truth, rounded once, passes, and every known mistake lies ten bounds away',
  (name, operation) => {
    const cases = judged(name, ({ question, target }) =>
      answer(tensorsFrom(operation, question, target.outputs)),
    );
    const judgement = judgeOperation(operation, dtype, cases);
    // Conditions of a certificate hold to rounding; everything that is compared is equal.
    expect(judgement.verdict).toBe(operation.certify ? 'PROVED' : 'EXACT');
    const weak = judgement.power
      .filter(({ separation }) => !(separation >= 10))
      .map(({ mistake }) => mistake);
    expect(weak).toEqual([]);
    const known = mistakes.filter((mistake) => mistake.operations.includes(name)).map(({ id }) => id);
    expect(judgement.power.map(({ mistake }) => mistake).sort()).toEqual(known.sort());
  },
);

test.each(tried.map((mistake) => [mistake.id, mistake] as const))(
  '%s is refuted and named',
  (id, mistake) => {
    const judgements = mistake.operations.map((name) => {
      const operation = operations.find((o) => o.name === name)!;
      const cases = judged(name, ({ variants }) =>
        answer(variants.find((v) => v.mistake === mistake)!.outputs),
      );
      return judgeOperation(operation, dtype, cases);
    });
    expect(judgements.map(({ verdict }) => verdict)).toEqual(judgements.map(() => 'REFUTED'));
    const findings = findingsOf(judgements);
    expect(findings.map((finding) => finding.id)).toEqual([id]);
    expect(findings[0]!.root).toBe(mistake.operations[0]);
    // Another that fits as well is the same formula seen from a place that more operations share.
    const { runnerUp } = findings[0]!;
    const other = mistakes.find((m) => m.id === runnerUp?.id);
    if (runnerUp?.fits) expect(other!.operations.length).toBeGreaterThan(mistake.operations.length);
  },
);
