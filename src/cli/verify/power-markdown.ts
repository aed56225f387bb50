/** The power table as a page of the documentation. */
import type { PowerSummary } from '../../laws/power/power.ts';
import { type PowerRow, sizeText } from './power-rows.ts';

const escaped = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const tableRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** One section for each kind of object, one row for each mistake, one column for each law that sees one of them. */
export function powerMarkdown(rows: readonly PowerRow[], summary: PowerSummary): string {
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  return `${[
    '# The power of the laws',
    '',
    'Written by `flowproof verify --power --markdown docs/laws/power.md`; not by hand.',
    '',
    `${summary.mistakes} mistakes in formulas, each planted in an object that is right without it. In the table stands the smallest size`,
    'of the mistake that a law still sees, where 1 is the mistake as written and 1e-3 a thousandth of the way to it from the right',
    'formula; sizes are half a decade apart. A dash: the law does not see it, at size 1 neither. An empty cell: the law does not speak of',
    'such an object. Every law passes the right object.',
    verdictOf(summary),
    '',
    ...kinds.flatMap((kind) =>
      section(
        kind,
        rows.filter((row) => row.kind === kind),
      ),
    ),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

function verdictOf({ survivors, forOthers }: PowerSummary): string {
  if (survivors.length > 0) return `Survivors: ${survivors.join(', ')}.`;
  if (forOthers.length === 0) return 'No mistake survives.';
  return `Some laws alone: ${forOthers.length} of the mistakes are for other laws, and not shown.`;
}

function section(kind: string, rows: readonly PowerRow[]): string[] {
  const laws = [...new Set(rows.flatMap(({ cells }) => cells.map(({ law }) => law)))];
  return [
    `## ${kind}`,
    '',
    tableRow(['mistake', 'right', 'wrong', ...laws]),
    tableRow(['---', '---', '---', ...laws.map(() => '---:')]),
    ...rows.map((row) =>
      tableRow([
        `\`${row.id}\``,
        escaped(row.formula),
        escaped(row.mistake),
        ...laws.map((law) => {
          const cell = row.cells.find((one) => one.law === law);
          return cell === undefined ? '' : sizeText(cell.threshold);
        }),
      ]),
    ),
    '',
  ];
}
