// Compiles src/kernels/assembly (AssemblyScript) to the module that src/kernels/simd-binary.ts embeds; part of `npm run build`.
//
//   node scripts/build-kernels.mjs [--text FILE]     --text: also writes the module as text, to read what was made
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import asc from 'assemblyscript/asc';

const { values: options } = parseArgs({ options: { text: { type: 'string' } } });
const kernels = join(dirname(fileURLToPath(import.meta.url)), '..', 'src', 'kernels');
const target = join(kernels, 'simd-binary.ts');
const folder = await mkdtemp(join(tmpdir(), 'flowproof-kernels-'));

try {
  const wasm = join(folder, 'kernels.wasm');
  const { error, stderr } = await asc.main([
    relative(process.cwd(), join(kernels, 'assembly', 'index.ts')),
    ...['--outFile', relative(process.cwd(), wasm)],
    ...(options.text ? ['--textFile', options.text] : []),
    // Vectors pass between functions of the module alone.
    ...['--disableWarning', '112'],
    ...['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'],
    // Shared memory, of any size; heap.ts changes the one byte that says so where there is none.
    ...[
      '--enable',
      'threads',
      '--importMemory',
      '--sharedMemory',
      '--initialMemory',
      '1',
      '--maximumMemory',
      '65536',
    ],
  ]);
  if (error) throw new Error(`${stderr}\n${error.message}`);
  const bytes = await readFile(wasm);
  const source = `/** Made by scripts/build-kernels.mjs from src/kernels/assembly: ${bytes.length} bytes of WebAssembly, in hexadecimal digits, which zip better than base64. */
export const SIMD_BINARY: string =
  '${bytes.toString('hex')}';
`;
  if ((await readFile(target, 'utf8').catch(() => '')) !== source) {
    await writeFile(`${target}.new`, source);
    await rename(`${target}.new`, target);
  }
  console.log(`${relative(process.cwd(), target)}: ${bytes.length} bytes of WebAssembly`);
} finally {
  await rm(folder, { recursive: true });
}
