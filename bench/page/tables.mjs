// The tables of the page in Markdown.
import { digits, rate } from '../harness/table.mjs';
import { goals } from './goals.mjs';
import { best, library, ours, ratioOf, spread } from './results.mjs';

const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

/** Goals: what was asked for, what was measured. */
export function goalsTable(results) {
  const rows = goals.map(({ what, least, found }) => {
    const ratio = found(results);
    const verdict = ratio === undefined ? 'not measured' : ratio.median >= least ? 'yes' : '**no**';
    const against = ratio && !ours(ratio.to) && library(ratio.to) !== ratio.to ? ` (${ratio.to})` : '';
    return [
      what + against,
      `${least}×`,
      ratio ? `${spread(ratio)}×` : '—',
      ratio ? String(ratio.count) : '—',
      verdict,
    ];
  });
  return table(['goal', 'at least', 'measured: median (quartiles)', 'pairs', 'reached'], rows);
}

/** Every case of a suite: each library at its fastest setting, and how many times faster ours is. */
export function suiteTable({ cases }) {
  const rows = cases.flatMap((result) => {
    const reference = result.subjects.filter(({ name }) => ours(name)).at(-1)?.name ?? 'simd';
    return [...best(result).values()].map((subject, i) => {
      const ratio =
        ratioOf(result, reference, subject.name) ?? result.ratios.find(({ to }) => to === subject.name);
      return [
        i === 0 ? result.name : '',
        subject.name,
        spread(subject.milliseconds),
        rate(result, subject),
        ratio
          ? `${spread(ratio)}×${ratio.of === reference ? '' : ` (${ratio.of.replace('flowproof, ', '')})`}`
          : '',
      ];
    });
  });
  const missing = cases.flatMap(({ name, skipped }) =>
    skipped.map((it) => `${name}: ${it.name} (${it.reason})`),
  );
  const note = missing.length > 0 ? `\n\nSkipped: ${missing.join('; ')}.` : '';
  return table(['case', 'subject', 'ms: median (quartiles)', 'rate', 'ours is faster by'], rows) + note;
}

const ON_TWO = 'multiply-add limit of 2 threads';

/** What the products alone would take on two threads at the rate of the multiply-add limit there, and what was measured; undefined without that rate. */
export function limitsTable({ product, training, sampling }) {
  const product960 = product?.cases.find(({ name }) => name === '960³');
  const limit = product960?.subjects.find(({ name }) => name === ON_TWO);
  if (!limit) return undefined;
  const perMillisecond = limit.work / limit.milliseconds.median;
  const named = (suite, words) => (suite?.cases ?? []).map((it) => [`${words} ${it.name}`, it]);
  const rows = [
    ['Product 960³', product960],
    ...named(training, 'Step of'),
    ...named(sampling, 'Sampling,'),
  ].map(([what, result]) => {
    const own = best(result).get('flowproof, 2 threads');
    const torch = best(result).get('PyTorch');
    return [
      what,
      digits(result.work / 1e9),
      digits(result.work / perMillisecond),
      own ? digits(own.milliseconds.median) : '—',
      torch ? `${digits(torch.milliseconds.median)} (${torch.name})` : '—',
    ];
  });
  const more = ratioOf(product960, ON_TWO, 'multiply-add limit');
  return `${table(['', 'GFLOP', 'ms at the limit', 'ours on two threads, ms', 'PyTorch, ms'], rows)}

Two threads come to ${spread(more)} times the limit of one.`;
}

/** Times of single sizes, with the exponent of growth between the last two. */
export function scalingTable({ cases }) {
  const bySeries = new Map();
  for (const it of cases) {
    const { series: name } = it.parameters;
    if (!bySeries.has(name)) bySeries.set(name, []);
    bySeries.get(name).push(it);
  }
  const rows = [...bySeries].map(([name, of]) => {
    const at = ({ parameters, subjects: [{ milliseconds }] }) => [parameters.size, milliseconds.median];
    const [before, last] = of.slice(-2).map(at);
    const growth = Math.log(last[1] / before[1]) / Math.log(last[0] / before[0]);
    return [
      name,
      of.map((it) => at(it)[0].toLocaleString('en')).join(', '),
      of.map((it) => digits(at(it)[1])).join(', '),
      growth.toFixed(2),
      of.map((it) => it.subjects[0].residentMb).join(', '),
    ];
  });
  return table(['series', 'sizes', 'ms', 'exponent at the end', 'largest memory, MB'], rows);
}

/** What each suite was measured on. */
export function machineTable(results) {
  const rows = Object.values(results).map(({ suite, date, machine: m, load }) => [
    suite,
    date,
    `${m.processor}, ${m.cores} cores, ${m.memoryGb} GB, ${m.system}`,
    `Node ${m.node}`,
    `${m.flowproof} (${m.commit})`,
    `${load.before} → ${load.after}`,
  ]);
  return table(['suite', 'day', 'machine', 'runtime', 'flowproof', 'load before → after'], rows);
}
