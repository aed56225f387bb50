/** The verdict on one answer. */
import type { Fault, Reply } from '../backend.ts';
import type { Tensor } from '../contract.ts';
import { judgeAnswer, type PartJudgement, ratioOf } from './answer.ts';
import type { Prepared } from './prepared.ts';
import { targetOf } from './target.ts';
import { POWER, type Verdict } from './verdict.ts';

/** What came of one case. */
export interface CaseJudgement {
  readonly prepared: Prepared;
  readonly status: 'judged' | 'unsupported' | 'error' | 'fault';
  readonly fault: Fault | null;
  /** Message of a fault, an error or a refusal. */
  readonly message: string;
  readonly verdict: Verdict | null;
  readonly parts: readonly PartJudgement[];
  /** Largest |error|/bound. */
  readonly ratio: number;
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly seconds: number;
}

function verdictOn(parts: readonly PartJudgement[], prepared: Prepared): Verdict {
  if (parts.some(({ comparison }) => !(comparison.ratio <= 1))) return 'REFUTED';
  if (parts.every(({ comparison }) => comparison.exact)) return 'EXACT';
  if (parts.some(({ comparison }) => !(comparison.deviation <= 1))) return 'SUSPECT';
  const { variants } = prepared;
  if (variants.some(({ separation }) => separation >= POWER)) return 'PROVED';
  return variants.some(({ deviation }) => deviation >= POWER) ? 'PLAUSIBLE' : 'NO-POWER';
}

/** Judges a reply. Where intermediate results came along, each stretch is judged from the backend's own numbers. */
export function judgeCase(prepared: Prepared, reply: Reply): CaseJudgement {
  const nothing = { prepared, fault: null, verdict: null, parts: [], ratio: 0, outputs: {}, seconds: 0 };
  if (reply.kind === 'unsupported' || reply.kind === 'error') {
    return { ...nothing, status: reply.kind, message: reply.message };
  }
  if (reply.kind === 'fault') {
    const message = reply.stderr === '' ? reply.message : `${reply.message}\n${reply.stderr}`;
    return { ...nothing, status: 'fault', fault: reply.fault, message };
  }
  const { operation, question, machine } = prepared;
  const { outputs, trace, seconds } = reply;
  const traced = Object.keys(trace).length > 0;
  const target = traced ? targetOf(operation, question, { machine, trace }) : prepared.target;
  const parts = judgeAnswer(operation, question, { outputs, trace }, target, machine);
  return {
    prepared,
    status: 'judged',
    fault: null,
    message: '',
    verdict: verdictOn(parts, prepared),
    parts,
    ratio: ratioOf(parts),
    outputs,
    seconds,
  };
}
