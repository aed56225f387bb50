/**
 * The frozen cases, drawn again from their keys: an operation whose ranges, sizes or arrangement have changed draws others, and
 * answers to the old ones would no longer be answers to what a check asks.
 */
import { describe, expect, test } from 'vitest';
import type { Case } from '../../../src/oracle/contract.ts';
import { corpusCase } from '../../../src/oracle/corpus/draw.ts';
import { operations } from '../../../src/oracle/registry.ts';
import { frozen } from './frozen.ts';

const { manifest, cases } = frozen;

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** All of a case but its numbers. */
const frameOf = ({ inputs, ...rest }: Case): string =>
  JSON.stringify([rest.id, rest.operation, rest.dtype, rest.sizes, rest.settings, Object.keys(inputs)]);

describe('inputs, sizes and settings drawn again are those of the corpus', () => {
  test.each(operations.map((operation) => [operation.name, operation] as const))('%s', (name, operation) => {
    const own = cases.filter(({ entry }) => entry.operation === name);
    expect(own.length).toBeGreaterThan(0);
    for (const { entry, question } of own) {
      // Recommended draws took their own settings, the others were given theirs.
      const settings = entry.tier === 'recommended' ? {} : entry.settings;
      const drawn = corpusCase(operation, manifest.version, { ...entry, settings });
      if (frameOf(drawn) !== frameOf(question))
        throw new Error(`${frameOf(drawn)}, frozen as ${frameOf(question)}`);
      for (const [input, { dtype, shape, data }] of Object.entries(drawn.inputs)) {
        const wanted = question.inputs[input]!;
        const same = bytesOf(data).equals(bytesOf(wanted.data));
        if (!(same && dtype === wanted.dtype && String(shape) === String(wanted.shape)))
          throw new Error(`${entry.id}/${input}: ${data}, frozen as ${wanted.data}`);
      }
    }
  });
});

test('formulas are of the frozen revision', () => {
  const revisions = (known: readonly { readonly name: string; readonly revision: number }[]) =>
    Object.fromEntries(known.map(({ name, revision }) => [name, revision]));
  expect(revisions(operations)).toEqual(revisions(manifest.operations));
  for (const { entry } of cases) expect(entry.revision).toBe(revisions(operations)[entry.operation]);
});
