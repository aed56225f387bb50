// Plays the backend's part of a conversation that is written down: answers each line with what follows it, and complains where the
// oracle says anything else.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [, , file] = process.argv;
const text = readFileSync(file, 'utf8').match(/```conversation\n([\s\S]*?)```/)[1];
const script = text.trimEnd().split('\n');
const withoutFolder = (line) => line.replace(/"folder":"[^"]*"/, '"folder":"…"');

createInterface({ input: process.stdin }).on('line', (line) => {
  const expected = script.shift();
  if (withoutFolder(`→ ${line}`) !== withoutFolder(expected)) {
    const { id } = JSON.parse(line);
    process.stdout.write(`${JSON.stringify({ id, error: `expected ${expected}, received ${line}` })}\n`);
  }
  while (script.length > 0 && !script[0].startsWith('→ '))
    process.stdout.write(`${script.shift().slice(2)}\n`);
  if (script.length === 0) process.stderr.write('played to the end\n', () => process.exit(0));
});
