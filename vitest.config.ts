import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BUILT, builtModules } from './spec/support/built-modules.ts';
import { float64Twin } from './spec/support/float64-twin.ts';

const dist = (path: string): string => fileURLToPath(new URL(`./dist/${path}`, import.meta.url));

export default defineConfig(({ mode }) => ({
  plugins: [float64Twin(), ...(mode === 'built' ? [builtModules(import.meta.dirname)] : [])],
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
    include: ['spec/**/*.spec.ts'],
    setupFiles: ['spec/setup.ts'],
    testTimeout: 30_000,
    pool: 'forks',
    maxWorkers: '100%',
    // Loading the modules anew for each file would take longer than the tests.
    isolate: false,
    server: { deps: { external: [BUILT] } },
  },
}));
