/** The error of `assert`: a result that is not `holds`, as a message for people. */
import type { LawResult } from './result.ts';

/** A law does not hold, could not judge, or met a faulty object. `result` is the whole finding. */
export class LawViolation extends Error {
  readonly result: LawResult;

  constructor(message: string, result: LawResult) {
    super(message);
    this.name = 'LawViolation';
    this.result = result;
  }
}

/** The message says the law, the object, the smallest counterexample, and how to meet it again. */
export function violationOf(result: LawResult): LawViolation {
  const { law, object, status, title, counterexample, replay, reason, note } = result;
  const lines = [`${law} ${VERBS[status]} ${object}: ${title}`];
  if (reason !== undefined) lines.push(reason);
  if (counterexample && status === 'violated') {
    lines.push(
      `smallest counterexample: ${counterexample.words}`,
      `residual ${counterexample.residual} against the bound ${counterexample.bound} (${result.why})`,
    );
    if (counterexample.detail !== undefined) lines.push(counterexample.detail);
  }
  if (note !== undefined) lines.push(note);
  if (counterexample) lines.push(counterexample.snippet);
  if (replay !== null) lines.push(`again: check({ replay: '${replay}' })`);
  return new LawViolation(lines.join('\n'), result);
}

const VERBS: Record<LawResult['status'], string> = {
  holds: 'holds for',
  violated: 'does not hold for',
  refused: 'cannot judge',
  faulty: 'met a faulty',
};
