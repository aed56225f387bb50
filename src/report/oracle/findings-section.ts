/** What explains the refuted operations: each cause once, with its mathematics, its consequences, and how sure it is. */
import type { FindingData, NamedMistake, OperationData, OracleData } from '../../oracle/judge/report-data.ts';
import { formatScientific } from '../format.ts';
import { escapeHtml, type Html } from '../page/html.ts';
import { digits, indexText, operationLink, sentence, settingsText } from './cells.ts';
import { leadOf, runnerUpWords, share } from './finding-words.ts';
import { beyondHtml, smallestHtml } from './smallest.ts';

const list = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** Operations of a finding, each once with its element types: `loss.cfm (float32 and float64)`. */
function explained(names: readonly string[]): Html {
  const types = new Map<string, string[]>();
  for (const label of names) {
    const [, name = label, type = ''] = /^(.*) \((.*)\)$/.exec(label) ?? [];
    types.set(name, [...(types.get(name) ?? []), type]);
  }
  return list([...types].map(([name, of]) => `${operationLink(name)} (${escapeHtml(list(of))})`));
}

function mathematics({ right, wrong, looksLike }: NamedMistake): Html {
  const line = (name: string, formula: string, kind: string): Html =>
    `<dt>${name}</dt><dd><span class="formula ${kind}">${escapeHtml(formula)}</span></dd>`;
  return `<dl class="formulas">${line('meant', right, 'good-line')}${line('computed', wrong, 'bad-line')}</dl><p>${escapeHtml(sentence(looksLike))}</p>`;
}

function confidence(finding: FindingData): Html {
  const { mistakes, distance, runnerUp, separatedBy } = finding;
  const next = runnerUp ? `<code>${escapeHtml(runnerUp.id)}</code>, ` : '';
  const lead = leadOf(finding);
  if (lead) return `<p class="quiet-text">The nearest known mistake is ${next}${escapeHtml(lead.words)}.</p>`;
  if (mistakes.length === 0) return '';
  const words = [`It leaves ${share(distance ?? 0)} unexplained.`];
  if (runnerUp) words.push(`Runner-up: ${next}${escapeHtml(runnerUpWords(runnerUp))}.`);
  if (separatedBy) {
    words.push(
      `A case that would tell the two apart: <code>${escapeHtml(settingsText(separatedBy.settings, separatedBy.sizes))}</code>.`,
    );
  }
  return `<p class="quiet-text">${words.join(' ')}</p>`;
}

/** The worst element of the root operation, in numbers. */
function evidence(root: OperationData | undefined): Html {
  if (!root?.worst) return '';
  const { part, index, received, expected, bound } = root.worst;
  const element = `${part}${indexText(index)}`;
  return `<p>Worst element: <code>${escapeHtml(element)}</code> is <code>${escapeHtml(digits(received))}</code>, the truth <code>${escapeHtml(digits(expected))}</code> ± <code>${formatScientific(bound, 3)}</code>, in case <code>${escapeHtml(root.worst.case)}</code>.</p>`;
}

function findingHtml(finding: FindingData, data: OracleData): Html {
  const { root, id, explains, mistakes } = finding;
  const own = data.operations.filter(
    ({ operation, dtype }) => operation === root && explains.includes(`${root} (${dtype})`),
  );
  const worst = own.find(({ verdict }) => verdict === 'REFUTED') ?? own[0];
  const expected = own.length > 0 && own.every(({ expectation }) => expectation === 'expected-failure');
  const badge = expected ? ' <span class="verdict open">expected</span>' : '';
  const name = mistakes.length > 0 ? ` <code class="id">${escapeHtml(id)}</code>` : '';
  return [
    `<article class="${expected ? 'expected' : 'broken'}">`,
    `<h3>${operationLink(root)}: ${escapeHtml(finding.sentence)}${name}${badge}</h3>`,
    ...mistakes.map(mathematics),
    `<p>Explains ${explained(explains)}.</p>`,
    evidence(worst),
    confidence(finding),
    smallestHtml(data, root),
    '</article>',
  ].join('\n');
}

export const findingsHtml = (data: OracleData): Html =>
  [...data.findings.map((finding) => findingHtml(finding, data)), beyondHtml(data)]
    .filter((html) => html !== '')
    .join('\n');
