import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  encodeCsv,
  encodeNpy,
  encodeNpz,
  encodeSafetensors,
  readTensors,
  type TensorInput,
} from '../../src/io/index.ts';
import { flaws } from './run-in-process.ts';
import { at, summary, train, useFolder } from './train-in-folder.ts';

useFolder();

describe("a user's own file", () => {
  const rows = Float64Array.from({ length: 60 }, (_, i) => Math.round(1000 * ((i * 0.618033988749) % 1)) / 8);
  const classes = ['b', 'a', 'c', 'a'];
  const tensor = { shape: [20, 3], data: rows };
  const labels = { shape: [20], data: Int32Array.from({ length: 20 }, (_, i) => [1, 0, 2, 0][i % 4]!) };

  test('gives the same model from csv, npy, npz and safetensors', async () => {
    writeFileSync(at('d.csv'), encodeCsv({ names: ['x0', 'x1', 'x2'], cells: Array.from(rows, String) }));
    writeFileSync(at('d.npy'), encodeNpy(tensor));
    writeFileSync(at('d.npz'), encodeNpz(new Map([['points', tensor]])));
    writeFileSync(at('d.safetensors'), encodeSafetensors({ tensors: new Map([['points', tensor]]) }));
    const results = [];
    for (const ending of ['csv', 'npy', 'npz', 'safetensors'])
      results.push(await summary('--data', at(`d.${ending}`)));
    expect(new Set(results.map((r) => r.parametersSha256)).size).toBe(1);
    expect(new Set(results.map((r) => r.dataId)).size).toBe(1);
    expect(results[0]!.config.network.dim).toBe(3);
  });

  test('csv: columns, classes and missing values', async () => {
    const cells = Array.from({ length: 20 }, (_, r) => [
      String(rows[3 * r]),
      r === 4 ? '' : String(rows[3 * r + 1]),
      classes[r % 4]!,
      String(rows[3 * r + 2]),
    ]);
    writeFileSync(at('d.csv'), encodeCsv({ names: ['p', 'q', 'kind', 's'], cells: cells.flat() }));
    const whole = ['--data', at('d.csv')];
    expect((await summary(...whole, '--columns', 'p,s')).config.network.dim).toBe(2);
    const conditional = await summary(...whole, '--labels', 'kind', '--classes', '--missing', 'drop');
    expect(conditional.config.network).toMatchObject({ dim: 3, classes: 3 });
    expect(JSON.parse(readTensors(at('m.safetensors')).metadata.get('space')!)).toMatchObject({
      columns: ['p', 'q', 's'],
      classNames: ['a', 'b', 'c'],
    });
    const refused = await train(...whole);
    expect(flaws(refused)).toEqual([]);
    expect(refused.stderr).toContain('q');
  });

  test('csv: columns of text are left out, with a remark', async () => {
    const text = Array.from({ length: 20 }, (_, r) => `${classes[r % 4]},${rows[r]},${rows[r + 20]}`);
    writeFileSync(at('d.csv'), ['kind,x,y', ...text].join('\n'));
    const spoken = await train('--data', at('d.csv'));
    expect(spoken).toMatchObject({ exitCode: 0, stderr: 'left out, as they hold text: "kind"\n' });
    expect((await train('--data', at('d.csv'), '--quiet')).stderr).toBe('');
    expect((await train('--data', at('d.csv'), '--columns', 'x')).stderr).toBe('');
    expect((await summary('--data', at('d.csv'), '--labels', 'kind')).config.network.dim).toBe(2);
  });

  test('npz and safetensors: the array and its classes by name', async () => {
    const arrays = new Map<string, TensorInput>([
      ['points', tensor],
      ['kinds', labels],
      ['other', { shape: [20, 1], data: rows.slice(0, 20) }],
    ]);
    writeFileSync(at('d.npz'), encodeNpz(arrays));
    writeFileSync(at('d.safetensors'), encodeSafetensors({ tensors: arrays }));
    for (const name of ['d.npz', 'd.safetensors']) {
      const flags = ['--data', at(name), '--array', 'points', '--labels', 'kinds', '--classes'];
      expect((await summary(...flags)).config.network).toMatchObject({ dim: 3, classes: 3 });
    }
  });

  test('--held-out and --seed decide which rows are never trained on', async () => {
    writeFileSync(at('d.npy'), encodeNpy(tensor));
    const data = ['--data', at('d.npy')];
    const ids = new Set<string>();
    for (const flags of [[], ['--held-out', '0.5'], ['--seed', '1']]) {
      ids.add((await summary(...data, ...flags)).dataId);
    }
    expect(ids.size).toBe(3);
    expect(flaws(await train(...data, '--held-out', '0.001'))).toEqual([]);
  });
});
