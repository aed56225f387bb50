/**
 * Stryker over the rooms whose formulas matter most; started by `npm run stryker` (docs/mutation.md).
 *
 * The specs run in process (scripts/mutation/stryker-runner.mjs): vitest takes about three seconds to start, for each of some
 * thousand mutants. Not mutated are the texts of error messages (stryker-messages.mjs): the specs hold their wording loosely on
 * purpose, so that it can be improved. Everything else counts.
 */
export default {
  mutate: ['src/{schedules,paths,fields,losses,solvers}/**/*.ts'],
  testRunner: 'flowproof',
  plugins: ['./scripts/mutation/stryker-runner.mjs', './scripts/mutation/stryker-messages.mjs'],
  ignorers: ['error-messages'],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 120_000,
  timeoutFactor: 20,
  dryRunTimeoutMinutes: 30,
  reporters: ['json'],
  jsonReporter: { fileName: 'out/stryker.json' },
  tempDirName: 'out/stryker-tmp',
  ignorePatterns: ['/data', '/dist', '/docs', '/bench', '/examples', '/out', '/coverage', '/.ci', '/shared'],
  thresholds: { high: 98, low: 95, break: null },
  allowConsoleColors: false,
};
