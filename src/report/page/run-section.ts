/** How to repeat the run: groups of facts; and the formulas that were used. */
import { formatCount, formatDuration, formatNumber } from '../format.ts';
import type { Fact, MethodSection, RunSection } from '../report-data.ts';
import { escapeHtml, type Html } from './html.ts';

/** A fact's value as text: durations, counts, numbers, words. */
export function factText({ value, unit }: Fact): string {
  if (typeof value === 'string') return unit ? `${value} ${unit}` : value;
  if (unit === 's') return formatDuration(value);
  const text = Number.isInteger(value) ? formatCount(value) : formatNumber(value);
  return unit ? `${text} ${unit}` : text;
}

export function methodHtml({ formulas }: MethodSection): Html {
  const rows = formulas.map(({ name, formula, note }) => {
    const aside = note ? `<span class="aside">${escapeHtml(note)}</span>` : '';
    return `<dt>${escapeHtml(name)}</dt><dd><span class="formula">${escapeHtml(formula)}</span>${aside}</dd>`;
  });
  return `<dl class="formulas">${rows.join('\n')}</dl>`;
}

export function runHtml({ groups }: RunSection): Html {
  const blocks = groups.map(({ name, facts }) => {
    const rows = facts.map((fact) => {
      const text = escapeHtml(factText(fact));
      return `<dt>${escapeHtml(fact.name)}</dt><dd>${fact.code ? `<code>${text}</code>` : text}</dd>`;
    });
    return `<section><h3>${escapeHtml(name)}</h3><dl>${rows.join('\n')}</dl></section>`;
  });
  return `<div class="facts">${blocks.join('\n')}</div>`;
}
