/** Every law has its line in docs/laws/README.md, with its statement, and a page that speaks of it. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { laws } from '../../src/laws/registry.ts';

const folder = new URL('../../docs/laws/', import.meta.url);
const read = (page: string): string => readFileSync(new URL(page, folder), 'utf8');
const table = read('README.md');

test.each(laws.map((law) => [law.id, law] as const))('%s', (id, { number, kind, title }) => {
  const line = table.split('\n').find((text) => text.includes(`[\`${id}\`]`));
  const page = line?.match(/\]\(([\w-]+\.md)\)/)?.[1];
  expect(page).toBeDefined();
  expect(line).toBe(`| ${number} | [\`${id}\`](${page}) | ${kind} | ${title.replaceAll('|', '\\|')} |`);
  expect(read(page!)).toContain(`\`${id}\``);
});

test('names no law that is not there', () => {
  const named = [...table.matchAll(/^\| \d+ \| \[`([\w-]+)`\]/gm)].map((match) => match[1]);
  expect(named).toEqual(laws.map((law) => law.id));
});
