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
const prepared = new Map<string, readonly Prepared[]>();
for (const operation of operations) {
  const cases = chooseCases(operation, { key: key(11), dtype, edge: 2 });
  prepared.set(
    operation.name,
    cases.map((question) => prepare(operation, question, machineOf(dtype))),
  );
}

const answer = (outputs: (Reply & { kind: 'answer' })['outputs']): Reply => ({
  kind: 'answer',
  outputs,
  trace: {},
  seconds: 0,
});

const judged = (name: string, reply: (ready: Prepared) => Reply): readonly CaseJudgement[] =>
  prepared.get(name)!.map((ready) => judgeCase(ready, reply(ready)));

test.each(operations.map((operation) => [operation.name, operation] as const))(
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

test.each(mistakes.map((mistake) => [mistake.id, mistake] as const))(
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
    expect(findings[0]!.runnerUp?.fits ?? false).toBe(false);
  },
);
