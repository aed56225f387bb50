// Compiles src/kernels/assembly (AssemblyScript) to the module that src/kernels/simd-binary.ts embeds; part of `npm run build`.
//
//   node scripts/build-kernels.mjs [--text FILE]     --text: also writes the module as text, to read what was made
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import asc from 'assemblyscript/asc';

const { values: options } = parseArgs({ options: { text: { type: 'string' } } });
const kernels = join(dirname(fileURLToPath(import.meta.url)), '..', 'src', 'kernels');
const target = join(kernels, 'simd-binary.ts');
const folder = await mkdtemp(join(tmpdir(), 'flowproof-kernels-'));

/**
 * The text of a source file as AssemblyScript takes it, null where there is none. It knows no imports of types alone; and its decorator for functions that are
 * inlined wherever they are called is written as the end of their comment, since TypeScript's own tools do not parse it.
 */
async function source(name, folder) {
  const text = await readFile(resolve(folder, name), 'utf8').catch(() => null);
  if (text === null) return null;
  return text.replaceAll('@inline */\n', '@inline */ @inline\n').replaceAll('import type {', 'import {');
}

try {
  const wasm = join(folder, 'kernels.wasm');
  const { error, stderr } = await asc.main(
    [
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
    ],
    { readFile: source },
  );
  if (error) throw new Error(`${stderr}\n${error.message}`);
  const bytes = await readFile(wasm);
  const text = `/** Made by scripts/build-kernels.mjs from src/kernels/assembly: ${bytes.length} bytes of WebAssembly, in hexadecimal digits, which zip better than base64. */
export const SIMD_BINARY: string =
  '${bytes.toString('hex')}';
`;
  if ((await readFile(target, 'utf8').catch(() => '')) !== text) {
    await writeFile(`${target}.new`, text);
    await rename(`${target}.new`, target);
  }
  console.log(`${relative(process.cwd(), target)}: ${bytes.length} bytes of WebAssembly`);
} finally {
  await rm(folder, { recursive: true });
}
