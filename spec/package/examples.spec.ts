/**
 * Every example of the documentation runs, against the built package under its public name, and prints what the
 * comments beside its console.log say.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { findExamples } from '../support/examples.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Inside the package, so that `import 'flowproof'` resolves through its own exports map.
const folder = join(root, 'dist', 'examples-under-test');

interface Outcome {
  readonly printed: string[];
  readonly error?: string;
}

const runner = `
import { readdirSync } from 'node:fs';
const outcomes = {};
const print = console.log;
for (const name of readdirSync(new URL('.', import.meta.url)).filter((n) => n.endsWith('.mjs') && n !== 'run.mjs')) {
  const printed = [];
  console.log = (...values) => printed.push(values.map(String).join(' '));
  try { await import('./' + name); outcomes[name] = { printed }; }
  catch (error) { outcomes[name] = { printed, error: String(error?.stack ?? error) }; }
}
console.log = print;
print(JSON.stringify(outcomes));
`;

function runAll(codes: readonly string[]): Outcome[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const name = (i: number): string => `${String(i).padStart(3, '0')}.mjs`;
  codes.forEach((code, i) => {
    const { outputText } = ts.transpileModule(code, {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    writeFileSync(join(folder, name(i)), outputText);
  });
  writeFileSync(join(folder, 'run.mjs'), runner);
  const output = execFileSync(process.execPath, [join(folder, 'run.mjs')], { cwd: folder, encoding: 'utf8' });
  const outcomes = JSON.parse(output) as Record<string, Outcome>;
  rmSync(folder, { recursive: true, force: true });
  return codes.map((_, i) => outcomes[name(i)]!);
}

describe('examples in the documentation', () => {
  const examples = findExamples(root);
  const outcomes = runAll(examples.map((example) => example.code));

  it('exist', () => {
    expect(examples.length).toBeGreaterThan(5);
  });

  it.each(examples.map((example, i) => [example.place, example, outcomes[i]!] as const))(
    '%s',
    (_place, example, outcome) => {
      expect(outcome.error).toBeUndefined();
      expect(outcome.printed.slice(0, example.expected.length)).toEqual(example.expected);
    },
  );
});
