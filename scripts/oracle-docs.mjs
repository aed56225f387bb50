// Writes docs/oracle/operations.md and docs/oracle/mistakes.md from the registry of the oracle.
//
//   npm run build && node scripts/oracle-docs.mjs [--check]     --check: write nothing, fail where a page says something else
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { forms, mistakes, operations } from '../dist/oracle/index.js';

const WRITTEN =
  '<!-- Written by scripts/oracle-docs.mjs from the registry: change that, and run it again. -->';

const titles = {
  schedule: 'Schedules',
  path: 'Paths',
  parametrization: 'Parametrizations',
  marginal: 'Marginals of a Gaussian mixture',
  loss: 'Losses',
  activation: 'Activations',
  mlp: 'Networks',
  optimizer: 'Optimizers',
  solver: 'Solvers',
  density: 'Densities',
  sde: 'Stochastic steps',
  guidance: 'Guidance',
  coupling: 'Couplings',
  discrete: 'Discrete flows',
  sphere: 'The sphere',
  torus: 'The torus',
  batch: 'Batches',
  gaussian: 'Gaussians',
  'schedule-change': 'Change of schedule',
};

const groupOf = (id) => id.split('.')[0];
const groupTitle = (group) => titles[group] ?? group;
/** As GitHub makes anchors of headings. */
const anchor = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const link = (id, page = '') => `[${id}](${page}#${anchor(id)})`;
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
const prose = (text) => text.replaceAll('<', '&lt;').replaceAll('*', '\\*');
/** A phrase as a sentence of its own. */
const sentence = (phrase) => {
  const text = prose(phrase.trim());
  return `${text[0].toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
};
const math = (text) => `\`\`\`\n${text}\n\`\`\``;
/** Items by group, groups in the order in which they first appear. */
function groups(items, name) {
  const found = new Map();
  for (const item of items) {
    const group = groupOf(item[name]);
    found.set(group, [...(found.get(group) ?? []), item]);
  }
  return found;
}

function table(header, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

const number = (x) => String(x).replace('-', '−');

/** How the values of an input are drawn, in words. */
function drawn(domain) {
  switch (domain.kind) {
    case 'normal': {
      const { scale = 1, shift = 0 } = domain;
      return `normal, mean ${number(shift)}, standard deviation ${number(scale)}`;
    }
    case 'uniform':
      return `uniform in [${number(domain.from)}, ${number(domain.to)}]`;
    case 'positive':
      return `log-uniform in [${number(domain.from)}, ${number(domain.to)}]`;
    case 'time': {
      const ends =
        domain.ends.length === 0 ? 'never an end' : `ends that cases take: ${domain.ends.join(', ')}`;
      return `times, ${ends}`;
    }
    case 'simplex':
      return 'weights > 0 of sum 1 along the last axis';
    case 'direction':
      return 'unit vectors along the last axis';
    case 'signs':
      return '−1 or 1';
    case 'index':
      return `integers from 0 below ${domain.below}`;
    default:
      throw new Error(`no words for ${JSON.stringify(domain)}`);
  }
}

const shape = ({ type, shape: extents }) => `${type} [${extents.join(', ')}]`;
const fields = (list) =>
  table(
    ['name', 'shape', 'meaning'],
    list.map((field) => [`\`${field.name}\``, shape(field), cell(field.meaning)]),
  );
const inputs = (list) =>
  table(
    ['name', 'shape', 'meaning', 'drawn'],
    list.map((field) => [`\`${field.name}\``, shape(field), cell(field.meaning), drawn(field.domain)]),
  );

/** What many operations share is told once. */
const SHARED = 4;
const keyOf = (setting) => JSON.stringify(setting);
const allSettings = operations.flatMap(({ settings }) => settings);
const shared = new Map(
  allSettings
    .filter((one) => allSettings.filter((other) => keyOf(other) === keyOf(one)).length >= SHARED)
    .map((setting) => [keyOf(setting), setting]),
);

const settingText = ({ name, meaning, values }) =>
  `Setting \`${name}\`: ${prose(meaning)}. ${values.map((value) => `\`${JSON.stringify(value)}\``).join(', ')}.`;

function operationText(operation) {
  const { name, revision, summary, formula, settings, conventions, source } = operation;
  const known = mistakes.filter((mistake) => mistake.operations.includes(name));
  const others = forms.filter((form) => form.operations.includes(name));
  const sizes = Object.entries(operation.sizes).map(([size, [least, most]]) => `${size} ${least}–${most}`);
  return [
    `### ${name}`,
    `${sentence(summary)} Revision ${revision}. Sizes of drawn cases: ${sizes.join(', ') || 'none'}.`,
    math(formula),
    ...settings.map((setting) =>
      shared.has(keyOf(setting))
        ? `Setting \`${setting.name}\`: one of [all of them](#${anchor(`The setting ${setting.name}`)}).`
        : settingText(setting),
    ),
    inputs(operation.inputs),
    `Answers:\n\n${fields(operation.outputs)}`,
    ...(operation.trace.length > 0
      ? [`Trace, if the backend sends it along:\n\n${fields(operation.trace)}`]
      : []),
    ...(operation.certified?.length > 0
      ? [
          `The answer is not unique: ${operation.certified.map((field) => `\`${field}\``).join(', ')} must fulfil a certificate instead of being compared.`,
        ]
      : []),
    ...(conventions.length > 0 ? [conventions.map((line) => `- ${prose(line)}`).join('\n')] : []),
    `Source: ${prose(source)}.`,
    ...(others.length > 0
      ? [
          `Other forms that the bound allows for: ${others.map((form) => `\`${form.formula.replaceAll('\n', ' ')}\``).join('; ')}.`,
        ]
      : []),
    known.length === 0
      ? 'No mistake of it is known by name.'
      : `${known.length} known ${known.length === 1 ? 'mistake' : 'mistakes'}: ${known.map(({ id }) => link(id, 'mistakes.md')).join(', ')}.`,
  ].join('\n\n');
}

function operationsPage() {
  const byGroup = groups(operations, 'name');
  const contents = [...byGroup].map(
    ([group, list]) => `- ${groupTitle(group)}: ${list.map(({ name }) => link(name)).join(', ')}`,
  );
  return [
    '# The operations of the oracle',
    WRITTEN,
    `What a backend can be asked, ${operations.length} operations. Tensors are dense and row-major; \`float\` is the element type of the run, float32 or float64, and \`int\` is int32. A shape of \`[]\` is a scalar. A backend claims what it has and nothing more. \`flowproof oracle list NAME\` prints a contract in the terminal.`,
    contents.join('\n'),
    ...[...shared.values()].flatMap((setting) => [`## The setting ${setting.name}`, settingText(setting)]),
    ...[...byGroup].flatMap(([group, list]) => [`## ${groupTitle(group)}`, ...list.map(operationText)]),
  ].join('\n\n');
}

function mistakeText({ id, title, right, wrong, looksLike, operations: seen }) {
  return [
    `### ${id}`,
    sentence(title),
    math(`meant     ${right}\ncomputed  ${wrong}`),
    `${sentence(looksLike)} Seen in ${seen.map((name) => link(name, 'operations.md')).join(', ')}.`,
  ].join('\n\n');
}

function mistakesPage() {
  const byGroup = groups(mistakes, 'id');
  const contents = [...byGroup].map(
    ([group, list]) => `- [${groupTitle(group)}](#${anchor(groupTitle(group))}): ${list.length}`,
  );
  return [
    '# The mistakes that the oracle knows by name',
    WRITTEN,
    `${mistakes.length} mistakes that people make. Each is a program, too: the oracle computes what a backend with it would answer, and names it where that is what the backend answers. The first operation of each list is where to look first. \`flowproof oracle list ID\` prints one in the terminal.`,
    contents.join('\n'),
    ...[...byGroup].flatMap(([group, list]) => [`## ${groupTitle(group)}`, ...list.map(mistakeText)]),
  ].join('\n\n');
}

const check = process.argv.includes('--check');
for (const [name, text] of [
  ['operations.md', operationsPage()],
  ['mistakes.md', mistakesPage()],
]) {
  const page = fileURLToPath(new URL(`../docs/oracle/${name}`, import.meta.url));
  const after = `${text}\n`;
  if (!check) {
    writeFileSync(page, after);
    continue;
  }
  let before = '';
  try {
    before = readFileSync(page, 'utf8');
  } catch {}
  if (before === after) continue;
  console.error(`docs/oracle/${name} is not what the registry says; run node scripts/oracle-docs.mjs`);
  process.exitCode = 1;
}
