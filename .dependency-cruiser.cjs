// The arrows of the house: a room may import from the rooms above it in this list, and from itself.
const floors = [
  ['errors.ts', 'array', 'math'],
  ['random'],
  ['schedules', 'targets', 'couplings', 'metrics', 'solvers', 'kernels'],
  ['paths', 'nn', 'certificates'],
  ['fields', 'losses'],
  ['training', 'laws', 'diffusion', 'problems'],
  ['benchmark', 'oracle'],
  ['parallel', 'io', 'report', 'backends'],
  ['cli'],
];
const NODE_ROOMS = ['parallel', 'io', 'report', 'backends', 'cli'];
const SURFACES = ['src/core\\.ts', 'src/index\\.ts', 'src/node\\.ts'];

const place = (room) => `^src/${room.replace('.', '\\.')}${room.endsWith('.ts') ? '$' : '/'}`;
const upward = floors.slice(0, -1).map((rooms, i) => ({
  name: `no-upward-import-from-${rooms[0]}`,
  comment: 'Arrows point down the list of rooms only (DESIGN: the house).',
  severity: 'error',
  from: { path: rooms.map(place) },
  to: {
    path: [
      ...floors
        .slice(i + 1)
        .flat()
        .map(place),
      ...SURFACES.map((s) => `^${s}$`),
    ],
  },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphan-imports', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...upward,
    {
      name: 'solvers-know-only-functions',
      comment: 'A solver sees (t, x, out) => void and nothing of the theory.',
      severity: 'error',
      from: { path: '^src/solvers/' },
      to: { path: '^src/', pathNot: ['^src/solvers/', '^src/errors\\.ts$', '^src/array/', '^src/math/'] },
    },
    {
      name: 'browser-rooms-do-not-import-node',
      comment: `Only ${NODE_ROOMS.join(', ')} may import node:* or packages that need it.`,
      severity: 'error',
      from: { path: '^src/', pathNot: [...NODE_ROOMS.map((r) => `^src/${r}/`), '^src/node\\.ts$'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'browser-rooms-use-ndarray-only',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          ...NODE_ROOMS.map((r) => `^src/${r}/`),
          '^src/node\\.ts$',
          '^src/laws/',
          '^src/oracle/differential/',
        ],
      },
      to: { dependencyTypes: ['npm'], pathNot: 'node_modules/(@types/)?ndarray/' },
    },
    {
      name: 'oracle-does-not-use-the-engine',
      comment:
        'Its truth is written again from the papers: of the engine it shares arithmetic, random numbers and the types of schedules.',
      severity: 'error',
      from: { path: '^src/oracle/' },
      to: {
        path: '^src/',
        pathNot: '^src/(oracle|array|math|random)/|^src/errors\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'laws-and-differential-use-fast-check-only',
      severity: 'error',
      from: { path: '^src/(laws|oracle/differential)/' },
      to: { dependencyTypes: ['npm', 'npm-peer'], pathNot: 'node_modules/fast-check/' },
    },
    {
      name: 'only-laws-and-differential-use-fast-check',
      comment: 'A peer dependency: whoever does not test by properties need not load it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(laws|oracle/differential)/' },
      to: { path: 'node_modules/fast-check/' },
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm-peer'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
};
