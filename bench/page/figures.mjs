// The figures of the page out of the results of the suites.
import { seriesColour } from '../../dist/report/charts/palette.js';
import { figure } from './chart.mjs';
import { best, ours } from './results.mjs';

const COLOURS = ['flowproof', 'PyTorch', 'tfjs', 'numpy', 'SciPy', 'jax-js'];
const QUIET = 'var(--quiet, #6b6b6b)';

function style(name) {
  const i = COLOURS.findIndex((start) => name.startsWith(start));
  return {
    colour: i < 0 ? QUIET : seriesColour(i === 4 ? 3 : i),
    thick: ours(name),
    dashed: name.endsWith(' 1 thread') || name === 'tfjs cpu' || i < 0,
  };
}

const SHORT = {
  'flowproof, 1 thread': 'ours, 1 thread',
  'flowproof, 2 threads': 'ours, 2 threads',
  'SciPy and numpy': 'SciPy',
  'multiply-add limit': 'limit of one',
  'multiply-add limit of 2 threads': 'limit of two',
  'flowproof, command on 2 threads': 'ours, 2 threads',
};

/** One line for each library at its fastest setting: `x` of a case, and what to show of a subject there. */
function lines(cases, x, show) {
  const series = new Map();
  for (const result of cases) {
    for (const [name, subject] of best(result)) {
      if (!series.has(name)) series.set(name, []);
      series.get(name).push({ x: x(result), ...show(result, subject) });
    }
  }
  return [...series].map(([name, points]) => ({
    name: SHORT[name] ?? name,
    points: points.toSorted((a, b) => a.x - b.x),
    ...style(name),
  }));
}

const time = (_, { milliseconds: { median, quartile, upper } }) => ({
  y: median,
  low: quartile,
  high: upper,
});
const rate = ({ work }, subject) => {
  const of = (milliseconds) => (subject.work ?? work) / milliseconds / 1e6;
  const { median, quartile, upper } = subject.milliseconds;
  return { y: of(median), low: of(upper), high: of(quartile) };
};

const withoutLimits = (series) => series.filter(({ name }) => !name.startsWith('limit of'));
const without = (name) => (series) => series.filter((one) => one.name !== name);

function product({ cases }) {
  const own = cases.filter(({ name }) => !name.includes('Node'));
  const size = ({ parameters }) => parameters.size;
  const ticks = own.map(size).filter((n) => n !== 960 && n !== 768);
  return [
    { title: 'Time', x: 'n', y: 'ms', ticks, series: withoutLimits(lines(own, size, time)) },
    {
      title: 'Rate',
      x: 'n',
      y: 'GFLOP/s',
      ticks,
      linear: true,
      series: without('tfjs cpu')(lines(own, size, rate)),
    },
  ];
}

function training({ cases }) {
  const work = (it) => it.work / 1e9;
  return [
    { title: 'Time of a step', x: 'GFLOP of a step', y: 'ms', series: lines(cases, work, time) },
    {
      title: 'Rate',
      x: 'GFLOP of a step',
      y: 'GFLOP/s',
      linear: true,
      series: without('tfjs cpu')(lines(cases, work, rate)),
    },
  ];
}

function sampling({ cases }) {
  const rows = ({ parameters }) => parameters.rows;
  return [
    { title: 'Time', x: 'points', y: 'ms', series: lines(cases, rows, time) },
    { title: 'Rate', x: 'points', y: 'GFLOP/s', linear: true, series: lines(cases, rows, rate) },
  ];
}

function field({ cases }) {
  return [2, 64].map((dim) => {
    const own = cases.filter(({ parameters: p }) => p.dim === dim && p.dtype === 'float64');
    return {
      title: `${dim} dimensions, float64`,
      x: 'rows',
      y: 'ms',
      series: lines(own, ({ parameters }) => parameters.rows, time),
    };
  });
}

function solvers({ cases }) {
  const runs = ({ parameters }) => parameters.runs;
  return [{ title: 'Time of a benchmark', x: 'runs', y: 'ms', series: lines(cases, runs, time) }];
}

const AXES = {
  'sampling, rows': 'points',
  'sampling, steps': 'steps',
  'field, rows': 'points',
  'field, components': 'components',
  'field, dimension': 'dimensions',
  'training, rows': 'rows of a batch',
  'training, width': 'units of each of 3 layers',
  'training, depth': 'layers of 128 units',
  'training, dimension': 'dimensions of the data',
  'training, threads': 'threads (of 2 cores)',
};

function bySeries({ cases }, show, y, ruled) {
  return Object.entries(AXES).flatMap(([series, x]) => {
    const own = cases.filter(({ parameters }) => parameters.series === series);
    if (own.length === 0) return [];
    const points = own.map((it) => ({ x: it.parameters.size, ...show(it, it.subjects[0]) }));
    const ticks = points.length <= 5 ? points.map((p) => p.x) : undefined;
    const rulers = ruled ? [{ slope: IDEAL[series] ?? 1 }] : [];
    return [
      {
        title: series,
        x,
        y,
        ticks,
        rulers,
        series: [{ name: 'flowproof', points, colour: seriesColour(0), thick: true }],
      },
    ];
  });
}

/** How the time would grow if nothing but arithmetic counted. */
const IDEAL = { 'training, width': 2, 'training, threads': -1 };

const memory = (_, { residentMb }) => ({ y: residentMb });

/** What stands for each suite; `file` in docs/figures. */
export const FIGURES = [
  {
    suite: 'product',
    file: 'speed-product.svg',
    title: 'Matrix product: time and rate against size',
    panels: product,
  },
  {
    suite: 'training',
    file: 'speed-training.svg',
    title: 'Training step: time and rate against work',
    panels: training,
  },
  {
    suite: 'sampling',
    file: 'speed-sampling.svg',
    title: 'Sampling: time and rate against the number of points',
    panels: sampling,
  },
  { suite: 'field', file: 'speed-field.svg', title: 'Exact mixture field: time against rows', panels: field },
  {
    suite: 'solvers',
    file: 'speed-solvers.svg',
    title: 'Solver benchmark: time against runs',
    panels: solvers,
  },
  {
    suite: 'scaling',
    file: 'speed-scaling.svg',
    title: 'Time against one size at a time; dotted: what arithmetic alone would do',
    panels: (suite) => bySeries(suite, time, 'ms', true),
    named: false,
  },
  {
    suite: 'scaling',
    file: 'speed-memory.svg',
    title: 'Largest resident memory against one size at a time',
    panels: (suite) => bySeries(suite, memory, 'MB', false),
    named: false,
  },
];

export async function draw(results) {
  const drawn = [];
  for (const { suite, file, title, panels, named = true } of FIGURES) {
    if (!results[suite]) continue;
    drawn.push({ suite, file, title, svg: await figure(title, panels(results[suite]), { named }) });
  }
  return drawn;
}
