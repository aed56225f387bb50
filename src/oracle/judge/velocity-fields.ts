/**
 * The velocity field of a small mixture as the backend draws it, beside the truth: questions that are asked for the page alone and judge
 * nothing, on a grid of the plane at three times.
 */
import { machineOf } from '../arithmetic/machine.ts';
import type { Backend, Hello } from '../backend.ts';
import type { Case, Operation, Tensor } from '../contract.ts';
import { operations } from '../registry.ts';
import { tensorFor } from '../shape.ts';
import { inBounds } from './compare.ts';
import { targetOf } from './target.ts';

/** One time of a field. */
export interface VelocityPanel {
  readonly t: number;
  /** [gridSize · gridSize, 2], rows of the grid from below to above, in each from left to right. */
  readonly truth: readonly number[];
  /** What the backend answered; null where it answered nothing. */
  readonly received: readonly number[] | null;
  /** Largest |error|/bound of each grid point; empty where nothing was answered. */
  readonly ratios: readonly number[];
  /** Why nothing was answered. */
  readonly message: string;
}

/** A field at several times. */
export interface VelocityField {
  readonly operation: string;
  readonly dtype: 'float32' | 'float64';
  readonly settings: unknown;
  /** What the target of the flow is, in words. */
  readonly target: string;
  /** The square window, whose cells the grid points are the centres of. */
  readonly range: readonly [number, number];
  readonly gridSize: number;
  readonly panels: readonly VelocityPanel[];
}

/** Cells of ½: their centres are exact in float32. */
const GRID = 12;
const RANGE: readonly [number, number] = [-3, 3];
const TIMES = [0.25, 0.5, 0.75];
const SETTINGS = { schedule: { kind: 'cond-ot' } };

/** What the operation needs beside points and times; every number is exact in float32. */
const targets: readonly {
  readonly operation: string;
  readonly words: string;
  readonly sizes: Readonly<Record<string, number>>;
  readonly inputs: (rows: number) => Readonly<Record<string, readonly number[]>>;
}[] = [
  {
    operation: 'marginal.velocity',
    words: '⅜ N((−1.5, −0.75), ½² I) + ⅝ N((1.25, 1), ¾² I)',
    sizes: { components: 2 },
    inputs: () => ({ weights: [0.375, 0.625], means: [-1.5, -0.75, 1.25, 1], stds: [0.5, 0.75] }),
  },
  {
    operation: 'path.conditional-velocity',
    words: 'the point x₁ = (1.25, 1)',
    sizes: {},
    inputs: (rows) => ({ x1: Array.from({ length: 2 * rows }, (_, i) => (i % 2 === 0 ? 1.25 : 1)) }),
  },
];

function gridPoints(): number[] {
  const at = (k: number): number => RANGE[0] + ((k + 0.5) * (RANGE[1] - RANGE[0])) / GRID;
  return Array.from({ length: 2 * GRID * GRID }, (_, i) => {
    const point = Math.floor(i / 2);
    return at(i % 2 === 0 ? point % GRID : Math.floor(point / GRID));
  });
}

function questionAt(
  operation: Operation,
  { sizes, inputs }: (typeof targets)[number],
  dtype: 'float32' | 'float64',
  t: number,
): Case {
  const rows = GRID * GRID;
  const all = { rows, dim: 2, ...sizes };
  const values = { ...inputs(rows), x: gridPoints(), t: new Array<number>(rows).fill(t) } as Record<
    string,
    readonly number[]
  >;
  const tensors: Record<string, Tensor> = Object.fromEntries(
    operation.inputs.map((field) => [field.name, tensorFor(field, values[field.name]!, all, dtype)]),
  );
  const id = `${operation.name}/${dtype}/field/${t}`;
  return { id, operation: operation.name, dtype, sizes: all, settings: SETTINGS, inputs: tensors };
}

async function panelOf(
  backend: Backend,
  hello: Hello,
  operation: Operation,
  question: Case,
  silent: string,
): Promise<Omit<VelocityPanel, 't'>> {
  const machine = machineOf(question.dtype, hello.arithmetic);
  const expected = targetOf(operation, question, { machine }).outputs.velocity!;
  const truth = expected.map(({ v }) => v);
  if (silent !== '') return { truth, received: null, ratios: [], message: silent };
  const reply = await backend.run(question);
  if (reply.kind !== 'answer') return { truth, received: null, ratios: [], message: reply.message };
  const { data } = reply.outputs.velocity!;
  const shares = expected.map(({ v, e }, i) => inBounds(Math.abs(data[i]! - v), e));
  const ratios = Array.from({ length: data.length / 2 }, (_, i) =>
    Math.max(shares[2 * i]!, shares[2 * i + 1]!),
  );
  return { truth, received: Array.from(data), ratios, message: '' };
}

/** The first velocity operation among the named ones that the backend claims, drawn; none where it claims none. */
export async function velocityFields(
  backend: Backend,
  hello: Hello,
  among: readonly string[],
): Promise<readonly VelocityField[]> {
  const dtype = hello.dtypes.includes('float32') ? 'float32' : 'float64';
  for (const target of targets) {
    const operation = operations.find(({ name }) => name === target.operation);
    if (!operation || hello.operations[operation.name] !== operation.revision) continue;
    if (!among.includes(operation.name)) continue;
    const panels: VelocityPanel[] = [];
    // A backend that refused, failed or hung once is not asked again.
    let silent = '';
    for (const t of TIMES) {
      const question = questionAt(operation, target, dtype, t);
      const panel = await panelOf(backend, hello, operation, question, silent);
      panels.push({ t, ...panel });
      silent = panel.message;
    }
    const { words } = target;
    return [
      {
        operation: operation.name,
        dtype,
        settings: SETTINGS,
        target: words,
        range: RANGE,
        gridSize: GRID,
        panels,
      },
    ];
  }
  return [];
}
