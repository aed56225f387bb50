// Whether any verdict hangs on a tolerance: the answers of the whole catalogue are judged again with each tolerance doubled, and halved.
//
//   node scripts/oracle-doubling.mjs [--dtype float64] [--only WORD] [--json]
//
// Tolerances are the proven bounds, the statistical bounds, the bounds of certificates, all three at once, and the units in the last place
// that an elementary function may miss. Answers are the truth, rounded once, and that of every known mistake, on the cases that a check
// asks with seed 1. With any or all doubled, every mistake has to stay refuted and the truth has to keep its verdict. Halved proven bounds
// prove nothing any more: there only the mistakes must stay refuted, and the truths that fall show how tight the bounds are.
// Printed are the verdicts that change, and the least separation: how many bounds the nearest mistake lies from the truth, at its best
// case. Doubling refutes as long as that is above 2, and leaves power to a pass as long as it is 20 or more.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { machineOf } from '../dist/oracle/arithmetic/machine.js';
import { judgeAnswer, ratioOf, tensorsFrom } from '../dist/oracle/judge/answer.js';
import { judgeCase } from '../dist/oracle/judge/case-verdict.js';
import { casesOf } from '../dist/oracle/judge/check.js';
import { judgeOperation } from '../dist/oracle/judge/operation-verdict.js';
import { prepare } from '../dist/oracle/judge/prepared.js';
import { POWER } from '../dist/oracle/judge/verdict.js';
import { operations } from '../dist/oracle/registry.js';

const { values } = parseArgs({
  options: {
    dtype: { type: 'string' },
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});
const began = performance.now();
const ULPS = 4;

/** What each tolerance is multiplied by; `ulps` needs the bounds of another machine. */
const settings = {
  'as it is': {},
  'proven bounds × 2': { proven: 2 },
  'statistical bounds × 2': { statistical: 2 },
  'certificates × 2': { certificates: 2 },
  'all three × 2': { proven: 2, statistical: 2, certificates: 2 },
  'all three × ½': { proven: 0.5, statistical: 0.5, certificates: 0.5, unproven: true },
  'functions × 2': { ulps: 2 },
  'functions × ½': { ulps: 0.5 },
};

const mapped = (outcome, change) =>
  Object.fromEntries(Object.entries(outcome).map(([name, elements]) => [name, elements.map(change)]));

/** A prepared case under other tolerances. */
function under(prepared, { proven = 1, statistical = 1, certificates = 1 }) {
  const { operation, question, machine, target, variants } = prepared;
  const change = ({ v, e, q }) => ({ v, e: proven * e, q: statistical * statistical * q });
  const changed = {
    outputs: mapped(target.outputs, change),
    probes: mapped(target.probes, change),
  };
  const judged = operation.certify
    ? {
        ...operation,
        certify: (open, outputs) =>
          operation.certify(open, outputs).map((one) => ({ ...one, bound: certificates * one.bound })),
      }
    : operation;
  return {
    ...prepared,
    operation: judged,
    target: changed,
    variants: variants.map((variant) => {
      // The same answer as the truth stays at distance 0.
      if (variant.separation === 0) return variant;
      const parts = judgeAnswer(judged, question, { outputs: variant.outputs }, changed, machine);
      const deviation = parts.reduce((worst, { comparison }) => Math.max(worst, comparison.deviation), 0);
      return { ...variant, separation: ratioOf(parts), deviation };
    }),
  };
}

const verdictOn = (operation, dtype, cases, outputsOf) => {
  const judged = cases.map((prepared) =>
    judgeCase(prepared, { kind: 'answer', outputs: outputsOf(prepared), trace: {}, seconds: 0 }),
  );
  return judgeOperation(operation, dtype, judged);
};

const rows = Object.fromEntries(
  Object.keys(settings).map((name) => [
    name,
    { mistakes: 0, refuted: 0, truths: 0, passed: 0, changed: [], least: { separation: Infinity } },
  ]),
);
const isPass = (verdict) => verdict === 'EXACT' || verdict === 'PROVED' || verdict === 'PLAUSIBLE';

const dtypes = values.dtype ? [values.dtype] : ['float32', 'float64'];
for (const operation of operations.filter(({ name }) => name.includes(values.only))) {
  for (const dtype of dtypes) {
    const questions = casesOf(operation, dtype, 1);
    const preparedWith = (ulps) =>
      questions.map((question) =>
        prepare(operation, question, machineOf(dtype, { functionUlps: ulps * ULPS })),
      );
    const plain = preparedWith(1);
    const before = new Map();
    for (const [name, setting] of Object.entries(settings)) {
      const row = rows[name];
      const cases = (setting.ulps ? preparedWith(setting.ulps) : plain).map((one) => under(one, setting));
      const note = (label, verdict) => {
        if (!before.has(label)) before.set(label, verdict);
        if (before.get(label) !== verdict) row.changed.push(`${label}: ${before.get(label)} → ${verdict}`);
      };
      const truth = verdictOn(operation, dtype, cases, ({ question, target }) =>
        tensorsFrom(operation, question, target.outputs),
      );
      row.truths += 1;
      row.passed += isPass(truth.verdict) ? 1 : 0;
      note(`the truth of ${operation.name} (${dtype})`, truth.verdict);
      for (const { mistake, separation } of truth.power) {
        if (separation < row.least.separation)
          row.least = { separation, mistake, operation: operation.name, dtype };
      }
      for (const [k, { mistake }] of cases[0].variants.entries()) {
        const { verdict } = verdictOn(operation, dtype, cases, ({ variants }) => variants[k].outputs);
        row.mistakes += 1;
        row.refuted += verdict === 'REFUTED' ? 1 : 0;
        note(`${mistake.id} in ${operation.name} (${dtype})`, verdict);
      }
    }
  }
}

const bad = Object.entries(rows).some(
  ([name, { mistakes, refuted, truths, passed, changed }]) =>
    refuted < mistakes || (!settings[name].unproven && (passed < truths || changed.length > 0)),
);
const seconds = (performance.now() - began) / 1000;
if (values.json) {
  console.log(JSON.stringify({ rows, power: POWER, seconds }, null, 1));
} else {
  for (const [name, { mistakes, refuted, truths, passed, changed, least }] of Object.entries(rows)) {
    console.log(
      `${name}: ${refuted} of ${mistakes} mistaken answers refuted, ${passed} of ${truths} truths pass, ${changed.length} verdicts change`,
    );
    console.log(
      `  least separation ${least.separation.toPrecision(3)} bounds: ${least.mistake} in ${least.operation} (${least.dtype})`,
    );
    for (const line of changed) console.log(`  CHANGED ${line}`);
  }
  console.log(`${seconds.toFixed(0)} s`);
}
process.exitCode = bad ? 1 : 0;
