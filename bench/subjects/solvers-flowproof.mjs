// The default solver benchmark of ours, each run once: in this thread, or by the command line on several.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { benchmark } from '../../dist/index.js';
import { machine } from '../harness/machine.mjs';
import { serve, settings, timed } from '../harness/serve.mjs';

const { threads = 1, config = {} } = settings;
const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

function byCommand() {
  const folder = mkdtempSync(join(tmpdir(), 'solvers-'));
  try {
    const fields = Object.entries(config).flatMap(([name, value]) => [`--${name}`, JSON.stringify(value)]);
    const output = [
      '--repeats',
      '1',
      '--threads',
      String(threads),
      '--json',
      join(folder, 'rows.json'),
      '--quiet',
    ];
    execFileSync(process.execPath, [program, 'solvers', ...fields, ...output], { stdio: 'ignore' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const unit = threads > 1 ? byCommand : () => benchmark(config, { repeats: 1 });

await serve({
  version: `flowproof ${machine().flowproof}`,
  threads,
  run: (count) => timed(unit, count, { lead: false }),
});
