import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';
import { BUILT, builtModules } from './spec/support/built-modules.ts';
import { float64Twin } from './spec/support/float64-twin.ts';

const dist = (path: string): string => fileURLToPath(new URL(`./dist/${path}`, import.meta.url));

/** What mostly waits for processes and threads to be ended: `npm run test:slow`. */
const SLOW = 'spec/**/*.slow.spec.ts';

export default defineConfig(({ mode }) => ({
  plugins: [
    float64Twin(),
    ...(mode === 'built' || mode === 'slow' ? [builtModules(import.meta.dirname)] : []),
  ],
  // Threads can load only built files, so what is tested in threads is tested as it ships.
  resolve: {
    alias: {
      'flowproof/core': dist('core.js'),
      'flowproof/node': dist('node.js'),
      'flowproof/oracle/differential': dist('oracle/differential/index.js'),
      'flowproof/oracle': dist('oracle/index.js'),
      'flowproof/laws': dist('laws/index.js'),
      flowproof: dist('index.js'),
      '#dist': dist(''),
    },
  },
  test: {
    include: [mode === 'slow' ? SLOW : 'spec/**/*.spec.ts'],
    exclude: [...configDefaults.exclude, ...(mode === 'built' ? [SLOW] : [])],
    setupFiles: ['spec/setup.ts'],
    testTimeout: 30_000,
    pool: 'forks',
    maxWorkers: '100%',
    // Loading the modules anew for each file would take longer than the tests.
    isolate: false,
    server: { deps: { external: [BUILT] } },
  },
}));
