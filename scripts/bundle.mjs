// Modules for browsers, from the built package: one file each, minified, in memory.
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const TEXT = fileURLToPath(new URL('text-of-a-bundle.mjs', import.meta.url));

/** The text of the file `entry`, or of a module `text`, with all that it imports. */
export async function bundle(entry, text) {
  const build = await rolldown({
    input: entry ?? TEXT,
    platform: 'browser',
    logLevel: 'warn',
    plugins: [
      {
        name: 'text',
        resolveId: (id) => (id === TEXT ? TEXT : null),
        load: (id) => (id === TEXT ? text : null),
      },
    ],
  });
  try {
    const { output } = await build.generate({ format: 'esm', minify: true, codeSplitting: false });
    return output[0].code;
  } finally {
    await build.close();
  }
}
