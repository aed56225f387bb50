/** A certificate in the terminal: what is claimed and what is proved, and the first violated tree, drawn. */
import type { Certificate, Finding, OrderProof, ViolatedCondition } from '../../certificates/certificate.ts';
import type { ExactNumber } from '../../certificates/exact-number.ts';
import { formatNumber, formatScientific } from '../../report/format.ts';
import { terminalTable } from '../../report/terminal-table.ts';
import type { TextStream } from '../context.ts';
import { visible } from '../verify/visible.ts';

/** '-√3/6 ≈ -0.2887', '1/6', or all digits of what has no short form. */
const number = ({ exact, value }: ExactNumber): string =>
  exact === null
    ? String(value)
    : exact.includes('√')
      ? `${exact} ≈ ${formatNumber(value).replace('−', '-')}`
      : exact;

const yes = (value: boolean): string => (value ? 'yes' : 'no');

function headline({ name, stages, explicit, numbers, arithmetic, precision }: Certificate): string {
  const known = {
    exact: 'exact',
    'declared precision': `known as decimals, residuals up to ${formatScientific(precision, 2)} allowed`,
    'digits given': 'known as decimals, residuals judged by their digits',
  }[arithmetic];
  const kind = explicit ? 'explicit' : 'implicit';
  return `${name}: ${kind}, ${stages} ${stages === 1 ? 'stage' : 'stages'}, coefficients in ${numbers}, ${known}\n`;
}

function ordersTable(orders: readonly OrderProof[]): string {
  const columns = [
    { header: 'weights' },
    { header: 'claimed', align: 'right' },
    { header: 'order', align: 'right' },
    { header: 'conditions', align: 'right' },
    { header: 'largest residual', align: 'right' },
    { header: 'next order' },
    { header: '' },
  ] as const;
  const rows = orders.map(
    ({ weights, claimed, order, conditions, largestResidual, next, failing, ofTrees, holds }) => [
      weights,
      String(claimed),
      next === null ? `≥ ${order}` : String(order),
      String(conditions),
      largestResidual === 0 ? '0' : formatScientific(largestResidual, 2),
      next === null ? '' : `fails for ${failing} of ${ofTrees} ${ofTrees === 1 ? 'tree' : 'trees'}`,
      holds ? '✓' : '✗',
    ],
  );
  return terminalTable(columns, rows);
}

/** The tree, its condition, and by how much it fails. */
export function violationText(condition: ViolatedCondition): string {
  const { drawing, formula, value, expected, residual, tolerance, power, tree, order, density, symmetry } =
    condition;
  const allowed = tolerance > 0 ? `, allowed ${formatScientific(tolerance, 2)}` : '';
  const where = power === null ? '' : `the coefficient of θ${power === 1 ? '' : `^${power}`} `;
  const lines = [
    '',
    ...drawing,
    '',
    formula,
    `${where}is ${number(value)} in place of ${number(expected)}: off by ${number(residual)}${allowed}`,
    `tree ${tree}, ${order} ${order === 1 ? 'vertex' : 'vertices'}, γ = ${density}, σ = ${symmetry}`,
    ...notes(condition),
  ];
  return lines.map((line) => `    ${line}`.trimEnd()).join('\n');
}

/** Less than this is rather a rounded coefficient than a wrong one. */
const MISPRINT = 1e-6;

function notes({ drawing, formula, residual, tolerance }: ViolatedCondition): string[] {
  const said: string[] = [];
  if (drawing.join('').includes('○')) said.push('○ is a derivative in t, weight c');
  if (/r[ᵢⱼₖₗₘₙₒₚᵣₛ]/.test(formula)) said.push('● is a derivative in x, weight r, the row sums of A');
  if (tolerance === 0 && Math.abs(residual.value) < MISPRINT) {
    said.push(
      'decimals of up to 14 digits are taken as exact: where they are roundings, declare their precision',
    );
  }
  return said;
}

function findingText({ words, condition }: Finding): string {
  return `✗ ${words}\n${condition === null ? '' : `${violationText(condition)}\n`}`;
}

/** Beyond, a fraction says less than a decimal. */
const MAX_EXACT = 20;

const polynomial = (coefficients: readonly ExactNumber[]): string =>
  coefficients
    .map(({ exact, value }, k) => {
      const text =
        exact !== null && exact.length <= MAX_EXACT ? exact : formatNumber(value, 6).replace('−', '-');
      const z = k === 0 ? '' : k === 1 ? 'z' : `z^${k}`;
      if (k === 0) return text;
      if (/ [+-] /.test(text)) return `(${text}) ${z}`;
      return text === '1' ? z : text === '-1' ? `-${z}` : `${text} ${z}`;
    })
    .filter((_, k) => coefficients[k]!.value !== 0)
    .join(' + ')
    .replace(/\+ -/g, '- ');

function properties(certificate: Certificate): string {
  const { rowSums, fsal, continuous, smooth, symmetric, symplectic, simplifying, stability } = certificate;
  const interval = (length: number | null, axis: string): string =>
    length === null
      ? `all of the ${axis} axis`
      : length === 0
        ? `none of the ${axis} axis`
        : formatNumber(length, 6);
  const R = polynomial(stability.numerator);
  const Q = polynomial(stability.denominator);
  const rows = [
    ['row sums Σⱼ aᵢⱼ = cᵢ', yes(rowSums)],
    ['first same as last', yes(fsal)],
    ...(continuous === null ? [] : [['dense output meets the end of the step', yes(continuous)]]),
    ...(smooth === null ? [] : [['dense output has the slopes of both ends', yes(smooth)]]),
    ['symmetric', yes(symmetric)],
    ['symplectic', yes(symplectic)],
    ['simplifying assumptions', `B(${simplifying.B}), C(${simplifying.C}), D(${simplifying.D})`],
    ['stability R(z)', Q === '1' ? R : `(${R}) / (${Q})`],
    ['|R| ≤ 1 on [-ρ, 0], ρ', interval(stability.real, 'negative real')],
    ['|R| ≤ 1 on [-ρi, ρi], ρ', interval(stability.imaginary, 'imaginary')],
  ];
  const width = Math.max(...rows.map(([name]) => name!.length));
  return rows.map(([name, value]) => `${name!.padEnd(width)}  ${value}\n`).join('');
}

/** Everything that was found out, the verdict last. `brief`: the verdict and its reasons alone. */
export function printCertificate(out: TextStream, certificate: Certificate, brief: boolean): void {
  const { name, holds, findings, orders } = certificate;
  const text: string[] = [];
  if (!brief)
    text.push(headline(certificate), '\n', ordersTable(orders), '\n', properties(certificate), '\n');
  text.push(...findings.map((finding) => `${findingText(finding)}\n`));
  const { order } = orders[0]!;
  text.push(
    holds
      ? `✓ ${name} has order ${order}: every condition up to ${order} holds, and one of order ${order + 1} fails\n`
      : `${name} is not what it claims to be: ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}\n`,
  );
  out.write(visible(text.join('')));
}
