/**
 * A backend that is right, but for cases with three rows: there it does what is passed in. All of the negative controls begin here.
 */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';

export const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

/** x = t x₁ + (1 − t) x₀, as a reply. */
export function answer({ id, dtype, sizes, in: inputs }, change = (x) => x) {
  const elements = (name) => {
    const bytes = Buffer.from(inputs[name].b64, 'base64');
    return new Float32Array(new Uint8Array(bytes).buffer);
  };
  const [x0, x1, t] = ['x0', 'x1', 't'].map(elements);
  const x = x0.map((noise, i) => {
    const time = t[Math.floor(i / sizes.dim)];
    return change(time * x1[i] + (1 - time) * noise);
  });
  return {
    id,
    out: { x: { dtype, shape: [sizes.rows, sizes.dim], b64: Buffer.from(x.buffer).toString('base64') } },
  };
}

export const greeting = (id) => ({
  id,
  protocol: 1,
  name: 'negative control',
  version: '1',
  language: 'js',
  operations: { 'path.sample': 1 },
  dtypes: ['float32'],
});

export function serve(misbehave, greet = greeting, behave = (request) => say(answer(request))) {
  createInterface({ input: process.stdin }).on('line', (line) => {
    const request = JSON.parse(line);
    if (request.cmd === 'hello') say(greet(request.id));
    else if (request.cmd === 'stop') process.exit(0);
    else if (request.sizes.rows === 3) misbehave(request);
    else behave(request);
  });
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Writes a block many times; waits where the reader is slow, and ends where there is none. */
export function flood(descriptor, block, times) {
  for (let i = 0, at = 0; i < times; ) {
    try {
      at += writeSync(descriptor, block, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
      Atomics.wait(pause, 0, 0, 1);
    }
    if (at === block.length) {
      i++;
      at = 0;
    }
  }
}
