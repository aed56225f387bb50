// Makes the pictures and numbers of docs/results.md: trains each model, takes the figures from its report as pictures, and
// prints the table. Needs a Chromium (scripts/browser.mjs). The digits take most of the time.
//
//   npm run build && node scripts/docs-figures.mjs [NAME …]     names: penguins, eight-gaussians, two-moons, checkerboard, mnist
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withBrowser } from './browser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const work = join(root, 'out', 'docs');
const pictures = join(root, 'docs', 'figures');
mkdirSync(work, { recursive: true });
mkdirSync(pictures, { recursive: true });

const selu = ['--hidden', '64,64,64', '--activation', 'selu'];
const runs = {
  penguins: { options: [], figures: ['data', 'trajectories'] },
  'eight-gaussians': {
    options: [...selu, '--steps', '6000'],
    figures: ['data', 'velocity', 'loss', 'solver'],
  },
  'two-moons': { options: [...selu, '--steps', '6000'], figures: ['data', 'trajectories'] },
  checkerboard: { options: ['--hidden', '128,128,128', '--steps', '8000'], figures: ['data', 'velocity'] },
};
/** How each figure's caption begins. */
const captions = {
  data: /Figure \d+\. Data /,
  velocity: /Figure \d+\. Velocity/,
  trajectories: /Figure \d+\. Trajectories/,
  loss: /Figure \d+\. Loss/,
  solver: /Figure \d+\. Solver error/,
};

const flowproof = (...args) =>
  execFileSync(process.execPath, [join(root, 'dist/cli/main.js'), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });

async function takePictures(name, folder, figures) {
  await withBrowser(async (browser) => {
    const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
    await page.goto(pathToFileURL(join(folder, 'report.html')).href);
    for (const figure of figures) {
      const svg = page.locator('figure', { hasText: captions[figure] }).first().locator('svg').first();
      await svg.screenshot({ path: join(pictures, `${name}-${figure}.png`) });
    }
  });
}

/** Pixels of a digit, how large one is drawn, and the place of a digit in the picture. */
const SIDE = 28;
const PIXEL = 2;
const CELL = SIDE * PIXEL + 8;
const PER_CLASS = 12;

async function digits() {
  const folder = join(work, 'mnist');
  mkdirSync(folder, { recursive: true });
  const model = join(folder, 'model.safetensors');
  const summary = join(folder, 'train.json');
  const training = [
    '--hidden',
    '768,768,768',
    '--steps',
    '5000',
    '--learning-rate',
    '0.001',
    '--average-decay',
    '0.999',
  ];
  const classes = ['--classes', '--label-dropout', '0.1', '--image-size', String(SIDE)];
  flowproof(
    'train',
    '--data',
    'mnist',
    ...classes,
    ...training,
    '--out',
    model,
    '--json',
    summary,
    '--quiet',
  );
  const rows = [];
  for (let digit = 0; digit < 10; digit++) {
    const file = join(folder, `${digit}.csv`);
    const guided = ['--label', String(digit), '--guidance', '2', '--seed', String(digit)];
    flowproof('sample', '--model', model, ...guided, '--count', String(PER_CLASS), '--out', file, '--quiet');
    rows.push(
      readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').map(Number)),
    );
  }
  await withBrowser(async (browser) => {
    const [width, height] = [PER_CLASS * CELL, 10 * CELL];
    const page = await browser.newPage({ viewport: { width, height } });
    await page.setContent(
      `<body style="margin:0"><canvas width="${width}" height="${height}"></canvas></body>`,
    );
    await page.evaluate(
      ({ rows, side, pixel, cell }) => {
        const context = document.querySelector('canvas').getContext('2d');
        rows.forEach((line, digit) => {
          line.forEach((pixels, n) => {
            pixels.forEach((value, i) => {
              const ink = Math.round(255 * Math.min(1, Math.max(0, value)));
              context.fillStyle = `rgb(${255 - ink},${255 - ink},${255 - ink})`;
              const [x, y] = [i % side, Math.floor(i / side)];
              context.fillRect(n * cell + 4 + x * pixel, digit * cell + 4 + y * pixel, pixel, pixel);
            });
          });
        });
      },
      { rows, side: SIDE, pixel: PIXEL, cell: CELL },
    );
    await page.screenshot({ path: join(pictures, 'mnist-digits.png') });
  });
  const { seconds, heldOut, parameters } = JSON.parse(readFileSync(summary, 'utf8'));
  console.log(
    `mnist: ${parameters} parameters, ${seconds.toFixed(0)} s, held out ${heldOut.at(-1).loss.toFixed(2)}`,
  );
}

const chosen = process.argv.slice(2);
const wanted = (name) => chosen.length === 0 || chosen.includes(name);
for (const [name, { options, figures }] of Object.entries(runs).filter(([name]) => wanted(name))) {
  const folder = join(work, name);
  flowproof('report', '--data', name, ...options, '--out-dir', folder, '--quiet');
  await takePictures(name, folder, figures);
  const { loss, quality, abstract } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
  console.log(`${name}\n  ${abstract[0]}\n  ${loss.note}`);
  for (const m of quality.metrics) console.log(`  ${m.name}: ${m.value} floor ${m.floor} ± ${m.floorSpread}`);
}
if (wanted('mnist')) await digits();
