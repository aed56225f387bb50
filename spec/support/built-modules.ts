/**
 * A vite plugin for `vitest run --mode built`, which is what `npm test` runs after it has built: the specs import what ships.
 *
 * A module of src is replaced by its built file, which Node imports itself: nothing is compiled a second time, modules that
 * threads load are the same files, and hot loops call their imports directly. The float64 twins (`?f64`) stay sources, and so does
 * what is imported with `?source`, with all that it imports: vitest can load it anew, which it cannot with what Node loads. Without
 * the mode, specs import the sources as they are, and no build is needed for what uses no threads.
 */
import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Plugin } from 'vitest/config';

/** Files that Node imports itself. */
export const BUILT: RegExp = /^(?!.*node_modules).*\/dist\/.*\.js$/;

export function builtModules(root: string): Plugin {
  const src = resolve(root, 'src');
  return {
    name: 'built-modules',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!/^\.{1,2}\/.*\.ts$/.test(source) || importer === undefined) return undefined;
      const path = resolve(dirname(importer), source);
      const file = relative(src, path);
      if (importer.startsWith(src) && !importer.endsWith('?f64')) return undefined;
      // tsc deletes nothing: the import of a source that is gone must fail, not find what was built of it once.
      if (file.startsWith('..') || !existsSync(path)) return undefined;
      return resolve(root, 'dist', file.replace(/\.ts$/, '.js'));
    },
  };
}
