/** The verdict matrix: operations down, element types across. */
import type { OracleData } from '../../oracle/judge/report-data.ts';
import type { Html } from '../page/html.ts';
import { type Cell, htmlTable } from '../page/html.ts';
import type { Numbering } from '../page/numbering.ts';
import { ratioBar } from '../verify/ratio-bar.ts';
import { operationLink, verdictChip } from './cells.ts';
import { byOperation, casesText } from './matrix.ts';
import { ratioText } from './ratio-text.ts';

export const dtypesOf = ({ operations }: OracleData): readonly ('float32' | 'float64')[] =>
  (['float32', 'float64'] as const).filter((d) => operations.some(({ dtype }) => dtype === d));

export function verdictTable(numbering: Numbering, data: OracleData): Html {
  const types = dtypesOf(data);
  const rows = byOperation(data).map(({ name, cells }): Cell[] => {
    const judged = cells.filter(({ verdict }) => verdict !== null);
    const ratio = Math.max(0, ...judged.map((cell) => cell.ratio));
    return [
      { html: operationLink(name) },
      ...types.map((type) => ({
        html: `<span class="of">${type}</span>${verdictChip(cells.find(({ dtype }) => dtype === type))}`,
      })),
      { html: judged.length === 0 ? '–' : `${ratioText(ratio)}${ratioBar(ratio)}` },
      casesText(cells),
    ];
  });
  const table = htmlTable(
    [
      { header: 'operation' },
      ...types.map((header) => ({ header })),
      { header: 'error/bound' },
      { header: 'cases', numeric: true },
    ],
    rows,
  );
  return numbering.table(
    `<div class="matrix">${table}</div>`,
    'Verdicts',
    'The worst verdict over all cases of an operation. error/bound is the largest error of an element as a share of what the declared arithmetic can cause; the bar is logarithmic from 10⁻⁴ to 10⁴ with the bound in the middle.',
  );
}
