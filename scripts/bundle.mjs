// Modules for browsers, from the built package: one file each, minified, in memory.
import { rolldown } from 'rolldown';

/** The text of `entry` with all that it imports. */
export async function bundle(entry) {
  const build = await rolldown({ input: entry, platform: 'browser', logLevel: 'warn' });
  try {
    const { output } = await build.generate({ format: 'esm', minify: true, codeSplitting: false });
    return output[0].code;
  } finally {
    await build.close();
  }
}
