/** `flowproof info`: what a bug report needs to know about the installation. */
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { jsonOption } from '../options.ts';

interface InfoOptions {
  readonly json?: string;
}

export function registerInfo(program: Command, context: Context): void {
  program
    .command('info')
    .summary('versions, processor, threads, kernels and memory')
    .description(
      'Prints what a bug report should contain: versions, platform, number of threads, the kernels in use and memory.',
    )
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  $ flowproof info --json info.json\n')
    .action((options: InfoOptions) => info(options, context));
}

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

const inBytes = (bytes: number): string =>
  bytes < GIB ? `${(bytes / MIB).toFixed(2)} MiB` : `${(bytes / GIB).toFixed(1)} GiB`;

async function info(options: InfoOptions, context: Context): Promise<void> {
  const { checkWritable, writeJson } = await import('../output-file.ts');
  if (options.json !== undefined) checkWritable('--json', options.json);
  const { packageVersion } = await import('../package-version.ts');
  const { environment, memory } = await import('../environment.ts');
  const { kernelReport } = await import('../../kernels/choice.ts');
  const { HEAP_BYTES } = await import('../../kernels/heap.ts');
  const facts = environment(packageVersion());
  const kernels = kernelReport();
  const room = { ...memory(), heapPerThread: HEAP_BYTES.perThread, heapMost: HEAP_BYTES.most };
  const { terminalTable } = await import('../../report/terminal-table.ts');
  const rows = [
    ...Object.entries(facts).map(([name, value]) => [name, String(value)]),
    ['kernels', `${kernels.inUse} (${kernels.choice}: ${kernels.reason})`],
    ['SIMD', kernels.simd ? 'yes' : 'no'],
    ['memory', `${inBytes(room.total)}, ${inBytes(room.free)} free, ${inBytes(room.resident)} in use here`],
    [
      'heaps',
      `${inBytes(room.heapPerThread)} a thread beside their buffers, each at most ${inBytes(room.heapMost)}`,
    ],
  ];
  context.stdout.write(terminalTable([{ header: 'fact' }, { header: 'value' }], rows));
  if (options.json !== undefined) writeJson('--json', options.json, { ...facts, kernels, memory: room });
}
