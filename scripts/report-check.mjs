// Runs the main job and a check of the oracle, and looks at their pages as a reader would: in a browser, light and dark, wide and narrow.
//
//   node scripts/report-check.mjs [FOLDER]     pictures go to FOLDER (default out/report-check)
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromiumPath, withBrowser } from './browser.mjs';

if (!chromiumPath) {
  console.log(
    'SKIPPED: no Chromium found; install one or name it in CHROMIUM. The pages were NOT looked at.',
  );
  process.exit(0);
}

const root = fileURLToPath(new URL('..', import.meta.url));
const main = join(root, 'dist/cli/main.js');
const folder = process.argv[2] ?? join(root, 'out', 'report-check');
mkdirSync(folder, { recursive: true });
const must = (condition, what) => {
  if (!condition) throw new Error(`report check failed: ${what}`);
  console.log(`ok  ${what}`);
};

const started = performance.now();
execFileSync(process.execPath, [main, 'report', '--out-dir', folder, '--quiet'], { stdio: 'inherit' });
const seconds = (performance.now() - started) / 1000;
must(seconds < 90, `main job in ${seconds.toFixed(1)} s, under 90 s`);

// A backend that is right, wrong by a named mistake, wrong in its own way (with NaN), refuses and throws.
const backend = `
import { evaluate, mistakes, operations } from ${JSON.stringify(pathToFileURL(join(root, 'dist/oracle/index.js')).href)};
const { replace } = mistakes.find(({ id }) => id === 'loss.mean-over-all');
const answer = (name, twist = (v) => v) => (inputs, { dtype, sizes, settings }) => {
  const operation = operations.find((o) => o.name === name);
  const tensors = Object.fromEntries(
    Object.entries(inputs).map(([key, data]) => [key, { dtype, data, shape: [data.length] }]),
  );
  const question = { id: 'here', operation: name, dtype, sizes, settings, inputs: tensors };
  const { outputs } = evaluate(operation, question, { replace });
  return Object.fromEntries(Object.entries(outputs).map(([key, all]) => [key, all.map(({ v }, i) => twist(v, i))]));
};
export default {
  name: 'a backend of <many> faults',
  version: '1.0',
  dtypes: ['float32', 'float64'],
  operations: {
    'path.sample': answer('path.sample'),
    'path.velocity': () => ({ unsupported: 'not yet' }),
    'marginal.velocity': answer('marginal.velocity', (v, i) => (i === 20 ? Number.NaN : v > 0 ? 1.3 * v : v)),
    'loss.fm': answer('loss.fm'),
    'loss.cfm': answer('loss.cfm'),
    'optimizer.ema': () => { throw new Error('out of memory on <device 0>'); },
  },
};
`;
writeFileSync(join(folder, 'backend.mjs'), backend);
const words = ['--module', join(folder, 'backend.mjs'), '--html', join(folder, 'oracle.html'), '--quiet'];
const { status, stderr } = spawnSync(process.execPath, [main, 'oracle', 'check', ...words], {
  encoding: 'utf8',
});
must(status === 1 && stderr === '', `oracle check ends with 1 ${stderr}`);

async function look(browser, name, { figures, tables }) {
  for (const [colorScheme, width] of [
    ['light', 1200],
    ['dark', 1200],
    ['light', 480],
    ['dark', 360],
  ]) {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    const problems = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on(
      'request',
      (request) => /^(file|data):/.test(request.url()) || problems.push(`asks for ${request.url()}`),
    );
    await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
    const facts = await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
      return {
        figures: document.querySelectorAll('main svg').length,
        tables: document.querySelectorAll('table').length,
        scripts: document.querySelectorAll('script').length,
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        empty: [...document.querySelectorAll('figure > svg, .charts svg, .fields svg')].filter(
          (svg) => svg.getBoundingClientRect().height < 50,
        ).length,
        text: document.querySelector('main').textContent,
      };
    });
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${width}.png`), fullPage: true });
    const view = `${name}, ${colorScheme}, ${width} pixels`;
    must(problems.length === 0, `${view}: no error, nothing fetched ${problems.join('; ')}`);
    must(
      facts.scripts === 0 && facts.figures >= figures && facts.tables >= tables,
      `${view}: figures and tables, no script`,
    );
    must(facts.empty === 0 && facts.overflow <= 0, `${view}: no empty figure, no sideways scrolling`);
    // The finding about a backend's NaN has the word; no number of ours may.
    const said = facts.text.replaceAll('holds NaN or infinity', '');
    must(!/NaN|undefined|\[object/.test(said), `${view}: no NaN, undefined or [object in the text`);
    await page.close();
  }
}

await withBrowser(async (browser) => {
  await look(browser, 'report', { figures: 5, tables: 5 });
  await look(browser, 'oracle', { figures: 20, tables: 6 });
});
