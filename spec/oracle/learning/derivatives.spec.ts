import { expect, test } from 'vitest';
import type { Case, Operation } from '../../../src/oracle/contract.ts';
import { drawCase } from '../../../src/oracle/generate.ts';
import { lossCfm } from '../../../src/oracle/operations/losses/cfm.ts';
import { lossFm } from '../../../src/oracle/operations/losses/fm.ts';
import { mlpCfmGradient } from '../../../src/oracle/operations/mlp/cfm-gradient.ts';
import { mlpDivergence } from '../../../src/oracle/operations/mlp/divergence.ts';
import { mlpForward } from '../../../src/oracle/operations/mlp/forward.ts';
import { mlpGradient } from '../../../src/oracle/operations/mlp/gradient.ts';
import { mlpJvp } from '../../../src/oracle/operations/mlp/jvp.ts';
import { mlpVjp } from '../../../src/oracle/operations/mlp/vjp.ts';
import { evaluate } from '../../../src/oracle/truth.ts';
import { fold, key } from '../../../src/random/index.ts';
import { type HyperDual, hd } from '../../support/hyper-dual.ts';
import {
  answer,
  conditional,
  type Duals,
  loss,
  PARAMETERS,
  type Parameters,
  parametersOf,
  rowOf,
  seeded,
} from './dual-network.ts';

/**
 * The plain route makes each operation of the main one, or up to three in its place (a product of duals, s(2z) for tanh): its roundings stay
 * within four times the main bound, and the sum of both within five.
 */
const ROUTES = 5;

function agree(
  question: Case,
  operation: Operation,
  expected: Readonly<Record<string, readonly number[]>>,
): void {
  const { outputs } = evaluate(operation, question);
  for (const [name, values] of Object.entries(expected)) {
    expect(values.length).toBe(outputs[name]!.length);
    for (const [i, { v, e }] of outputs[name]!.entries()) {
      const gap = Math.abs(v - values[i]!);
      if (!(gap <= ROUTES * e)) {
        expect.fail(`${operation.name} ${question.id} ${name}[${i}]: ${v} against ${values[i]}, bound ${e}`);
      }
    }
  }
}

/** Each value of the last setting twice, and two cases of the edge tier. */
function casesOf(operation: Operation, seed: number): readonly Case[] {
  const { name, values } = operation.settings.at(-1) ?? { name: 'none', values: [0] };
  return Array.from({ length: 2 * values.length + 2 }, (_, i) =>
    drawCase(operation, fold(key(seed), i), {
      id: String(i),
      dtype: i % 2 === 0 ? 'float64' : 'float32',
      settings: { [name]: values[i % values.length] },
      tier: i < 2 * values.length ? 'main' : 'edge',
    }),
  );
}

const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
const rowsOf = (question: Case): readonly number[] => range(question.sizes.rows!);
const timeOf = (question: Case, r: number): number => question.inputs.t!.data[r]!;
const slopes = (row: readonly HyperDual[]): readonly number[] => row.map(({ f1 }) => f1);
const unit = (n: number, at: number): readonly HyperDual[] => range(n).map((i) => hd(0, i === at ? 1 : 0));

/** The answer of row r while x moves along a direction. */
const moved = (question: Case, r: number, along: readonly HyperDual[]): readonly HyperDual[] =>
  answer(question, parametersOf(question), rowOf(question, 'x', r, along), timeOf(question, r));

/** Every gradient of a loss by moving one parameter at a time. */
function byParameters(
  question: Case,
  lossAt: (parameters: Parameters) => HyperDual,
): Record<string, readonly number[]> {
  const gradients = PARAMETERS.map((name) => [
    `d${name}`,
    range(question.inputs[name]!.data.length).map((i) => lossAt(parametersOf(question, [name, i])).f1),
  ]);
  return { loss: [lossAt(parametersOf(question)).f], ...Object.fromEntries(gradients) };
}

/** The loss of the predictions against targets, and its derivative for each of them. */
function agreesForPredictions(question: Case, operation: Operation, targets: readonly Duals[]): void {
  const dim = question.sizes.dim!;
  const lossAt = (moving: number): HyperDual => {
    const flat = seeded(question, 'prediction', moving);
    return loss(
      rowsOf(question).map((r) => flat.slice(r * dim, (r + 1) * dim)),
      targets,
    );
  };
  const gradient = range(question.inputs.prediction!.data.length).map((i) => lossAt(i).f1);
  agree(question, operation, { loss: [lossAt(-1).f], gradient });
}

test('losses and their gradients are those of dual numbers', () => {
  for (const question of casesOf(lossFm, 1)) {
    agreesForPredictions(
      question,
      lossFm,
      rowsOf(question).map((r) => rowOf(question, 'velocity', r)),
    );
  }
});

/** tⁿ has no dual number at 0. */
const inside = ({ inputs }: Case): boolean => inputs.t!.data.every((t) => t > 0);

test('the conditional loss is held to the derivative of the path', () => {
  for (const question of casesOf(lossCfm, 2).filter(inside)) {
    agreesForPredictions(
      question,
      lossCfm,
      rowsOf(question).map((r) => conditional(question, r).velocity),
    );
  }
});

test('the network answers what plain loops answer', () => {
  for (const question of casesOf(mlpForward, 3)) {
    const still = unit(question.sizes.dim!, -1);
    agree(question, mlpForward, {
      y: rowsOf(question).flatMap((r) => moved(question, r, still).map(({ f }) => f)),
    });
  }
});

test('gradients of every parameter are those of dual numbers', () => {
  for (const question of casesOf(mlpGradient, 4)) {
    const targets = rowsOf(question).map((r) => rowOf(question, 'target', r));
    const lossAt = (parameters: Parameters): HyperDual =>
      loss(
        rowsOf(question).map((r) =>
          answer(question, parameters, rowOf(question, 'x', r), timeOf(question, r)),
        ),
        targets,
      );
    agree(question, mlpGradient, byParameters(question, lossAt));
  }
});

test('a whole step of training has the gradients of dual numbers', () => {
  for (const question of casesOf(mlpCfmGradient, 5).filter(inside)) {
    const pairs = rowsOf(question).map((r) => conditional(question, r));
    const lossAt = (parameters: Parameters): HyperDual =>
      loss(
        pairs.map(({ point }, r) => answer(question, parameters, point, timeOf(question, r))),
        pairs.map(({ velocity }) => velocity),
      );
    agree(question, mlpCfmGradient, byParameters(question, lossAt));
  }
});

test('Jᵀc, Jẋ and tr J are those of dual numbers', () => {
  for (const question of casesOf(mlpVjp, 6)) {
    const dim = question.sizes.dim!;
    const dx = rowsOf(question).flatMap((r) => {
      const c = rowOf(question, 'cotangent', r);
      return range(dim).map((j) =>
        slopes(moved(question, r, unit(dim, j))).reduce((total, slope, i) => total + slope * c[i]!.f, 0),
      );
    });
    agree(question, mlpVjp, { dx });
  }
  for (const question of casesOf(mlpJvp, 7)) {
    const dy = rowsOf(question).flatMap((r) => {
      const along = rowOf(question, 'tangent', r).map(({ f }) => hd(0, f));
      return slopes(moved(question, r, along));
    });
    agree(question, mlpJvp, { dy });
  }
  for (const question of casesOf(mlpDivergence, 8)) {
    const dim = question.sizes.dim!;
    const divergence = rowsOf(question).map((r) =>
      range(dim).reduce((total, i) => total + moved(question, r, unit(dim, i))[i]!.f1, 0),
    );
    agree(question, mlpDivergence, { divergence });
  }
});
