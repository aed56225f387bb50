// The same bits in a browser: bundles the built package, serves it on this machine, and compares the hashes of scripts/bits.mjs, taken in a
// headless Chromium, with spec/bits/golden.json. In SIMD and with the definitions, on workers over shared memory where the page is
// isolated, on one thread where it is not, and where a content-security policy forbids WebAssembly.
//
//   node scripts/browser-bits.mjs [--whole]     --whole: the definitions, too, on every number of threads
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { chromiumPath, withBrowser } from './browser.mjs';
import { bundle } from './bundle.mjs';

if (!chromiumPath) {
  console.error('SKIPPED: no Chromium; install it or name one in CHROMIUM');
  process.exit(process.env.CI ? 1 : 0);
}

const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};
const pages = {
  isolated: ISOLATED,
  plain: {},
  // Without 'wasm-unsafe-eval'.
  strict: { ...ISOLATED, 'content-security-policy': "default-src 'self'" },
};
const THREADS = [1, 2, 4, 8];
const WHOLE = process.argv.includes('--whole');
const expected = (page, kernels, threads, facts) => ({ page, kernels, threads, facts });
const simd = { inUse: 'simd' };
const scalar = { inUse: 'scalar' };
const cells = [
  ...THREADS.map((threads) => expected('isolated', 'simd', threads, { ...simd, isolated: true })),
  ...(WHOLE ? THREADS : [2]).map((threads) =>
    expected('isolated', 'scalar', threads, { ...scalar, simd: true }),
  ),
  expected('plain', 'auto', 1, { ...simd, isolated: false, sharedMemory: false }),
  expected('strict', 'auto', 1, { ...scalar, simd: false }),
  expected('strict', 'auto', 2, { ...scalar, simd: false }),
];

const file = (path) => fileURLToPath(new URL(path, import.meta.url));
const golden = JSON.parse(readFileSync(file('../spec/bits/golden.json'), 'utf8'));
const files = {
  'index.html': [
    'text/html',
    '<!doctype html><meta charset="utf-8"><body><script type="module" src="page.js"></script>',
  ],
  'page.js': ['text/javascript', await bundle(file('bits/page.mjs'))],
  'thread.js': ['text/javascript', await bundle(file('bits/thread.mjs'))],
};

const server = createServer(({ url }, response) => {
  const [, page, name] = new URL(url, 'http://localhost').pathname.split('/');
  const found = Object.hasOwn(pages, page) && files[name || 'index.html'];
  if (!found) {
    response.writeHead(404).end();
    return;
  }
  const [type, text] = found;
  response.writeHead(200, { 'content-type': type, ...pages[page] }).end(text);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;

/** What the page answers. */
async function ask(browser, { page, kernels, threads }) {
  const context = await browser.newContext();
  try {
    const tab = await context.newPage();
    await tab.goto(`${origin}/${page}/?kernels=${kernels}&threads=${threads}`);
    return JSON.parse(await tab.locator('#result').textContent({ timeout: 240_000 }));
  } finally {
    await context.close();
  }
}

const failures = [];
function judge(cell, answer) {
  const { page, kernels, threads, facts } = cell;
  const wrong = Object.keys({ ...golden, ...answer.hashes }).filter(
    (name) => answer.hashes?.[name] !== golden[name],
  );
  const others = Object.keys(facts).filter((name) => answer[name] !== facts[name]);
  const word = wrong.length + others.length === 0 ? 'same' : 'DIFFERS';
  console.log(
    [page, kernels, `${threads} threads`, answer.inUse ?? '', word].map((text) => text.padEnd(10)).join('  '),
  );
  if (word === 'same') return;
  const { hashes, ...said } = answer;
  failures.push(
    `${page}, ${kernels}, ${threads} threads: ${[...wrong, ...others].join(', ')}; ${JSON.stringify(said)}`,
  );
}

try {
  await withBrowser(async (browser) => {
    console.log(
      `Chromium ${browser.version()}, ${Object.keys(golden).length} hashes against spec/bits/golden.json`,
    );
    for (const cell of cells) judge(cell, await ask(browser, cell));
    const { refused } = await ask(browser, { page: 'strict', kernels: 'simd', threads: 1 });
    console.log(`simd under the policy: ${refused}`);
    if (!refused?.startsWith('ArgumentError: kernels: '))
      failures.push('simd is not refused where a policy forbids it');
  });
} finally {
  server.close();
}
for (const failure of failures) console.error(failure);
process.exitCode = failures.length === 0 ? 0 : 1;
