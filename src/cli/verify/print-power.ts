/** The power table on the terminal: a line for each mistake and for each law, then what is wrong. */
import type { PowerSummary } from '../../laws/power/power.ts';
import { terminalTable } from '../../report/terminal-table.ts';
import type { TextStream } from '../context.ts';
import { keenest, type PowerRow, sizeText } from './power-rows.ts';

export function printPower(
  out: TextStream,
  rows: readonly PowerRow[],
  laws: readonly string[],
  summary: PowerSummary,
  all: boolean,
): void {
  const columns = [
    { header: 'mistake' },
    { header: 'laws that see it', align: 'right' },
    { header: 'smallest size', align: 'right' },
    { header: 'by' },
  ] as const;
  out.write(
    terminalTable(
      columns,
      rows.flatMap((row) => [line(row), ...(all ? cellLines(row) : [])]),
    ),
  );
  out.write('\n');
  out.write(
    terminalTable(
      [
        { header: 'law' },
        { header: 'mistakes that it sees', align: 'right' },
        { header: 'smallest size', align: 'right' },
      ],
      laws.map((law) => lawLine(law, rows)),
    ),
  );
  out.write(`\n${powerWords(summary, laws.length)}\n`);
}

function line(row: PowerRow): string[] {
  const best = keenest(row);
  const kills = row.cells.filter(({ kills }) => kills).length;
  return [
    row.id,
    `${kills} of ${row.cells.length}`,
    sizeText(best?.threshold ?? null),
    best?.law ?? '✗ survives',
  ];
}

const cellLines = ({ cells }: PowerRow): string[][] =>
  cells.map(({ law, kills, threshold }) => [`  ${law}`, kills ? '✓' : '–', sizeText(threshold), '']);

function lawLine(law: string, rows: readonly PowerRow[]): string[] {
  const met = rows.flatMap(({ cells }) => cells.filter((cell) => cell.law === law));
  const seen = met.filter(({ kills }) => kills);
  const sizes = seen.flatMap(({ threshold }) => (threshold === null ? [] : [threshold]));
  return [law, `${seen.length} of ${met.length}`, sizeText(sizes.length === 0 ? null : Math.min(...sizes))];
}

/** The verdict: what survives, which controls fail, which laws see nothing. */
export function powerWords(summary: PowerSummary, laws: number): string {
  const { mistakes, survivors, forOthers, failedControls, idleLaws } = summary;
  const seen = mistakes - survivors.length - forOthers.length;
  const lines = [
    `${mistakes} mistake${mistakes === 1 ? '' : 's'}, ${laws} law${laws === 1 ? '' : 's'}: ${seen} killed`,
  ];
  if (forOthers.length > 0) {
    lines.push(
      `The other ${forOthers.length} are for other laws, and not shown: flowproof verify --power holds all laws against them.`,
    );
  }
  if (survivors.length > 0) lines.push(`✗ ${survivors.length} survive: ${survivors.join(', ')}`);
  for (const control of failedControls) lines.push(`✗ the right object does not pass ${control}`);
  if (idleLaws.length > 0) lines.push(`✗ laws that see no mistake: ${idleLaws.join(', ')}`);
  return lines.join('\n');
}
