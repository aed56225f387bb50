/**
 * The cases of a check: few, and such that every known mistake is seen, and every two are told apart.
 *
 * Candidates are drawn from the key one after the other, first each value of every setting; a candidate stays if it shows a setting not
 * yet shown twice, a mistake not yet seen well, or a pair of mistakes not yet told apart; many in a row that show nothing new
 * end the search. The choice depends on the operation, the
 * element type and the seed alone, never on the backend.
 */

import { fold, type Key } from '../../random/index.ts';
import { machineOf } from '../arithmetic/machine.ts';
import type { Case, Operation, Tensor } from '../contract.ts';
import { drawCase } from '../generate.ts';
import type { Mistake } from '../mistakes/mistake.ts';
import { prepare, type Variant } from './prepared.ts';
import { POWER } from './verdict.ts';

export interface ChooseOptions {
  readonly key: Key;
  readonly dtype: 'float32' | 'float64';
  /** Candidates of the main tier; default: ten for each value of the longest setting, and 60 at least. */
  readonly candidates?: number;
  /** Cases of the edge tier; default 6. */
  readonly edge?: number;
  /** Mistakes to be told apart; default: all that are known of the operation. */
  readonly known?: readonly Mistake[];
}

/** A mistake counts as well seen at this many times the power that a pass needs. */
const WELL = 10;
/** The search ends when all values of the longest setting have been tried this often and brought nothing. */
const FRUITLESS = 4;
/** ... and this many candidates at least. */
const LEAST_FRUITLESS = 12;
/** Times that each value of a setting is shown. */
const SHOWN = 2;

const farApart = (a: Tensor, b: Tensor): boolean => {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < a.data.length; i++) {
    difference = Math.max(difference, Math.abs(a.data[i]! - b.data[i]!));
    size = Math.max(size, Math.abs(a.data[i]!), Math.abs(b.data[i]!));
  }
  return !(difference <= 1e-3 * size);
};

const toldApart = (a: Variant, b: Variant): boolean =>
  Object.keys(a.outputs).some((name) => farApart(a.outputs[name]!, b.outputs[name]!));

/** The settings of candidate i: each value of each setting in turn, no two settings in step. */
function settingsOf(operation: Operation, i: number): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  let rounds = 0;
  let period = 1;
  for (const { name, values } of operation.settings) {
    settings[name] = values[(i + rounds) % values.length];
    period *= values.length;
    rounds = Math.floor(i / period);
  }
  return settings;
}

/** The cases of an operation, ids counted from 0 in the order of drawing. */
export function chooseCases(operation: Operation, options: ChooseOptions): readonly Case[] {
  // −∞ where there is no setting: the least numbers count then.
  const longest = Math.max(...operation.settings.map(({ values }) => values.length));
  const { key, dtype, candidates = Math.max(60, 10 * longest), edge = 6, known } = options;
  const machine = machineOf(dtype);
  const chosen: Case[] = [];
  const shown = new Map<string, number>();
  const seen = new Map<string, number>();
  const apart = new Set<string>();
  const named = (tier: string, i: number): string => `${operation.name}/${dtype}/${tier}/${i}`;
  const patience = Math.max(LEAST_FRUITLESS, FRUITLESS * longest);
  let fruitless = 0;
  for (let i = 0; i < candidates && fruitless < patience; i++) {
    const question = drawCase(operation, fold(key, i), {
      id: named('main', i),
      dtype,
      settings: settingsOf(operation, i),
    });
    const values = Object.entries(question.settings).map(
      ([name, value]) => `${name} ${JSON.stringify(value)}`,
    );
    let useful = values.some((value) => (shown.get(value) ?? 0) < SHOWN) || chosen.length < 3;
    const { variants } = prepare(operation, question, machine, known);
    const visible = variants.filter(({ separation }) => separation >= POWER);
    for (const { mistake, separation } of visible) {
      const before = seen.get(mistake.id) ?? 0;
      useful ||= before < WELL * POWER && separation > 2 * before;
    }
    const pairs = visible.flatMap((a, k) =>
      visible.slice(k + 1).flatMap((b) => {
        const pair = `${a.mistake.id} ${b.mistake.id}`;
        return !apart.has(pair) && toldApart(a, b) ? [pair] : [];
      }),
    );
    if (!useful && pairs.length === 0) {
      fruitless++;
      continue;
    }
    fruitless = 0;
    chosen.push(question);
    for (const value of values) shown.set(value, (shown.get(value) ?? 0) + 1);
    for (const { mistake, separation } of visible) {
      seen.set(mistake.id, Math.max(separation, seen.get(mistake.id) ?? 0));
    }
    for (const pair of pairs) apart.add(pair);
  }
  const edges = Array.from({ length: edge }, (_, i) =>
    drawCase(operation, fold(key, candidates + i), {
      id: named('edge', i),
      dtype,
      tier: 'edge',
      settings: settingsOf(operation, 3 * i),
    }),
  );
  return [...chosen, ...edges];
}
