/** Our own system, first half: system-b.spec.ts holds the rest. */
import { expect, test } from 'vitest';
import { laws } from '../../src/laws/registry.ts';
import { systemRooms, systemTrials } from '../../src/laws/system/index.ts';
import { holdRooms } from './hold-rooms.ts';
import { FIRST_HALF } from './system-halves.ts';

holdRooms(Object.fromEntries(FIRST_HALF.map((name) => [name, systemRooms[name]!])));

test('every law of the registry has an object of ours, and every trial a law of the registry', () => {
  const ids = laws.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const met = new Set(systemTrials().map(({ law }) => law));
  expect(ids.filter((id) => !met.has(id))).toEqual([]);
  expect([...met].filter((id) => !ids.includes(id))).toEqual([]);
});

test('no two trials of a law bear the same name', () => {
  const names = systemTrials().map(({ law, object }) => `${law} on ${object}`);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test('laws name what they are exported as, with a number, a kind and some cases', async () => {
  const surface = (await import('../../src/laws/index.ts')) as Record<string, unknown>;
  for (const law of laws) {
    expect(surface[law.export], law.id).toBe(law);
    expect(law.number).toBeGreaterThanOrEqual(1);
    expect(law.number).toBeLessThanOrEqual(14);
    expect(law.runs).toBeGreaterThanOrEqual(1);
    expect(law.id).toMatch(/^[a-z][a-z0-9-]*$/);
  }
});
