/** Two results of one backend, old and new: what became better, worse, or another mistake. */
import type { OperationData, OracleData } from '../../oracle/judge/report-data.ts';
import { verdicts } from '../../oracle/judge/verdict.ts';

export interface Change {
  readonly operation: string;
  readonly dtype: 'float32' | 'float64';
  readonly before: string;
  readonly after: string;
  readonly kind: 'better' | 'worse' | 'new' | 'gone' | 'error grew' | 'error shrank';
}

/** Ratios that differ by less say nothing. */
const NOTABLE = 2;
/** Errors below a tenth of the bound change with every order of summation. */
const SMALL = 0.1;

const rank = (verdict: string | null): number => verdicts.findIndex((v) => v.verdict === verdict);

/** JSON has no ∞: a result that was read back holds the word for it. */
const ratioOf = ({ ratio }: OperationData): number => Number(ratio);

const text = (operation: OperationData): string => {
  const { verdict, faults, errors } = operation;
  return `${verdict ?? (faults + errors > 0 ? 'fault' : 'unsupported')} (${ratioOf(operation).toPrecision(2)})`;
};

function changeOf(before: OperationData, after: OperationData): Change['kind'] | null {
  const step = rank(after.verdict) - rank(before.verdict);
  if (step !== 0) return step > 0 ? 'better' : 'worse';
  const [was, is] = [ratioOf(before), ratioOf(after)];
  if (is > NOTABLE * was && is > SMALL) return 'error grew';
  return was > NOTABLE * is && was > SMALL ? 'error shrank' : null;
}

/** The operations that changed, in the order of the new result. */
export function changesBetween(before: OracleData, after: OracleData): readonly Change[] {
  const keyOf = ({ operation, dtype }: OperationData): string => `${operation} ${dtype}`;
  const old = new Map(before.operations.map((operation) => [keyOf(operation), operation]));
  const changes = after.operations.flatMap((operation): Change[] => {
    const was = old.get(keyOf(operation));
    const { dtype } = operation;
    const common = { operation: operation.operation, dtype, after: text(operation) };
    if (!was) return [{ ...common, before: '–', kind: 'new' }];
    const kind = changeOf(was, operation);
    return kind ? [{ ...common, before: text(was), kind }] : [];
  });
  const now = new Set(after.operations.map(keyOf));
  const gone = before.operations
    .filter((operation) => !now.has(keyOf(operation)))
    .map(
      (operation): Change => ({
        operation: operation.operation,
        dtype: operation.dtype,
        before: text(operation),
        after: '–',
        kind: 'gone',
      }),
    );
  return [...changes, ...gone];
}
