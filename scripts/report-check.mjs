// Runs the main job and looks at its report as a reader would: in a browser, light and dark, wide and narrow.
//
//   node scripts/report-check.mjs [FOLDER]     pictures go to FOLDER (default out/report-check)
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromiumPath, withBrowser } from './browser.mjs';

if (!chromiumPath) {
  console.log(
    'SKIPPED: no Chromium found; install one or name it in CHROMIUM. The report was NOT looked at.',
  );
  process.exit(0);
}

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = process.argv[2] ?? join(root, 'out', 'report-check');
mkdirSync(folder, { recursive: true });
const must = (condition, what) => {
  if (!condition) throw new Error(`report check failed: ${what}`);
  console.log(`ok  ${what}`);
};

const started = performance.now();
execFileSync(process.execPath, [join(root, 'dist/cli/main.js'), 'report', '--out-dir', folder, '--quiet'], {
  stdio: 'inherit',
});
const seconds = (performance.now() - started) / 1000;
must(seconds < 90, `main job in ${seconds.toFixed(1)} s, under 90 s`);

await withBrowser(async (browser) => {
  for (const [colorScheme, width] of [
    ['light', 1200],
    ['dark', 1200],
    ['light', 480],
  ]) {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    const problems = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on(
      'request',
      (request) => /^(file|data):/.test(request.url()) || problems.push(`asks for ${request.url()}`),
    );
    await page.goto(pathToFileURL(join(folder, 'report.html')).href);
    const facts = await page.evaluate(() => ({
      figures: document.querySelectorAll('figure svg').length,
      tables: document.querySelectorAll('table').length,
      scripts: document.querySelectorAll('script').length,
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      empty: [...document.querySelectorAll('figure svg')].filter(
        (svg) => svg.getBoundingClientRect().height < 50,
      ).length,
      text: document.querySelector('main').textContent,
    }));
    await page.screenshot({ path: join(folder, `report-${colorScheme}-${width}.png`), fullPage: true });
    const view = `${colorScheme}, ${width} pixels`;
    must(problems.length === 0, `${view}: no error, nothing fetched ${problems.join('; ')}`);
    must(
      facts.scripts === 0 && facts.figures >= 5 && facts.tables >= 5,
      `${view}: figures and tables, no script`,
    );
    must(facts.empty === 0 && facts.overflow <= 0, `${view}: no empty figure, no sideways scrolling`);
    must(!/NaN|undefined|\[object/.test(facts.text), `${view}: no NaN, undefined or [object in the text`);
    await page.close();
  }
});
