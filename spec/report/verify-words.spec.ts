/** The page of `flowproof verify` as text: words, code, tables that a narrow screen can show. Pictures are in spec/cli. */
import { expect, test } from 'vitest';
import { worstResult } from '../../src/cli/verify/verdict.ts';
import type { LawResult } from '../../src/laws/core/result.ts';
import { scheduleDerivatives, scheduleInverses } from '../../src/laws/schedule/index.ts';
import { proseHtml } from '../../src/report/verify/prose.ts';
import { renderVerifyPage } from '../../src/report/verify/verify-page.ts';

const right = { alpha: (t: number) => t, sigma: (t: number) => 1 - t, alphaDot: () => 1, sigmaDot: () => -1 };
const throwing = {
  ...right,
  alphaDot: (): number => {
    throw new RangeError('write `alpha` <first>');
  },
};

test('code is code, notes are said, and what failed in a call reads as a sentence', async () => {
  const faulty = scheduleDerivatives(throwing).check({ runs: 1 });
  const refused: LawResult = { ...scheduleInverses(right).check(), reason: 'give `snr` or `logSnr`' };
  const noted: LawResult = {
    ...scheduleDerivatives({ ...right, sigmaDot: () => -2 }).check({ runs: 1 }),
    note: 'the case of the replay does not fail',
  };
  const page = await renderVerifyPage(
    {
      title: 'laws',
      subtitle: '',
      abstract: [],
      laws: [
        { law: scheduleDerivatives, results: [faulty, noted], loose: false },
        { law: scheduleInverses, results: [refused], loose: false },
      ],
      replay: () => null,
      pictures: [],
    },
    worstResult,
  );
  expect(page).toMatch(/<p>The object failed in the call alphaDot\(|<p>The object failed at t = /);
  expect(page).toContain('RangeError: write <code>alpha</code> &lt;first&gt;');
  expect(page).toContain('give <code>snr</code> or <code>logSnr</code>.');
  expect(page).toContain('<p>Note: the case of the replay does not fail.</p>');
  expect(page.replace(/<pre>[\s\S]*?<\/pre>/g, '')).not.toContain('`');
  // The style that turns rows into blocks counts on six columns: name, three figures, bar, verdict.
  for (const row of page.match(/<tr>(?!<th scope="col").*?<\/tr>/g)!)
    expect(row.match(/<t[hd]/g)).toHaveLength(6);
  expect(page.match(/<div class="laws">/g)).toHaveLength(3);
});

test('backticks that are no pair stay as they are', () => {
  expect(proseHtml('a ` b')).toBe('a ` b');
  expect(proseHtml('`a<b` and `c`')).toBe('<code>a&lt;b</code> and <code>c</code>');
});
