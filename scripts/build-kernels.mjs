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

/** The characters of src/kernels/binary-text.ts by their numbers. */
const CHARACTERS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter(
  (character) => !'"\\'.includes(character),
);

/** The text of src/kernels/binary-text.ts. */
function textOf(bytes) {
  const words = Array.from(bytes, (byte) => {
    const k = (byte + 16) & 255;
    if (k < 91) return CHARACTERS[k];
    return k < 184 ? CHARACTERS[91] + CHARACTERS[k - 91] : CHARACTERS[92] + CHARACTERS[k - 184];
  });
  return words.join('');
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
  const text = `/** Made by scripts/build-kernels.mjs from src/kernels/assembly: ${bytes.length} bytes of WebAssembly, as binary-text.ts reads them. */
export const SIMD_BINARY: string =
  "${textOf(bytes)}";
`;
  if ((await readFile(target, 'utf8').catch(() => '')) !== text) {
    await writeFile(`${target}.new`, text);
    await rename(`${target}.new`, target);
  }
  console.log(`${relative(process.cwd(), target)}: ${bytes.length} bytes of WebAssembly`);
} finally {
  await rm(folder, { recursive: true });
}
