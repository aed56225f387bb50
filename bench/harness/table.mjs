// The results of a suite as a table on the terminal.
import Table from 'cli-table3';

/** Three significant digits, without an exponent where a reader needs none. */
export function digits(value) {
  if (value >= 100 && value < 1e6) return value.toFixed(0);
  return Number(value.toPrecision(3)).toString();
}

const spread = ({ median, quartile, upper }) => `${digits(median)} (${digits(quartile)}…${digits(upper)})`;

/** Work per second. */
export function rate({ work, unit }, subject) {
  const perSecond = (1000 * (subject.work ?? work)) / subject.milliseconds.median;
  if (unit === 'FLOP') return `${digits(perSecond / 1e9)} GFLOP/s`;
  return perSecond < 1e5 ? `${digits(perSecond)} ${unit}/s` : `${digits(perSecond / 1e6)} M ${unit}/s`;
}

export function caseTable(result) {
  const table = new Table({
    head: ['', 'ms, median (quartiles)', 'rate', 'faster than it, in pairs (quartiles)', 'version'],
    style: { head: [], border: [] },
  });
  for (const subject of result.subjects) {
    const against = result.ratios.filter(({ to }) => to === subject.name);
    table.push([
      subject.name,
      spread(subject.milliseconds),
      rate(result, subject),
      against.map((ratio) => `${ratio.of}: ${spread(ratio)}×`).join('\n'),
      `${subject.version}, ${subject.runtime}`,
    ]);
  }
  const missing = result.skipped.map(({ name, reason }) => `SKIPPED ${name}: ${reason}`);
  return [result.name, table.toString(), ...missing].join('\n');
}

export function heading({ title, machine, load }) {
  const { processor, cores, memoryGb, system, node, flowproof, commit } = machine;
  return [
    '',
    `== ${title}`,
    `${processor}, ${cores} cores, ${memoryGb} GB, ${system}; Node ${node}; flowproof ${flowproof} (${commit}); load ${load.before} → ${load.after}`,
  ].join('\n');
}
