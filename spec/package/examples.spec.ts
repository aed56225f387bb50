/**
 * Every example of the documentation type-checks and runs, against the built package under its public name, and prints what the
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
import { format } from 'node:util';
const outcomes = {};
const print = console.log;
for (const name of readdirSync(new URL('.', import.meta.url)).filter((n) => n.endsWith('.mjs') && n !== 'run.mjs')) {
  const printed = [];
  console.log = (...values) => printed.push(format(...values));
  try { await import('./' + name); outcomes[name] = { printed }; }
  catch (error) { outcomes[name] = { printed, error: String(error?.stack ?? error) }; }
}
console.log = print;
print(JSON.stringify(outcomes));
`;

const name = (i: number, ending = 'mjs'): string => `${String(i).padStart(3, '0')}.${ending}`;

/** What a strict compiler says of the examples, by the number of the example. */
function typeErrors(codes: readonly string[]): string[][] {
  codes.forEach((code, i) => {
    writeFileSync(join(folder, name(i, 'mts')), `${code}\nexport {};\n`);
  });
  const files = codes.map((_, i) => join(folder, name(i, 'mts')));
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    types: ['node'],
  });
  return files.map((file) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  );
}

function runAll(codes: readonly string[]): Outcome[] {
  codes.forEach((code, i) => {
    const { outputText } = ts.transpileModule(code, {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    writeFileSync(join(folder, name(i)), outputText);
  });
  writeFileSync(join(folder, 'run.mjs'), runner);
  const output = execFileSync(process.execPath, [join(folder, 'run.mjs')], { cwd: folder, encoding: 'utf8' });
  const outcomes = JSON.parse(output) as Record<string, Outcome>;
  return codes.map((_, i) => outcomes[name(i)]!);
}

describe('examples in the documentation', () => {
  const examples = findExamples(root);
  const codes = examples.map((example) => example.code);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const outcomes = runAll(codes);
  const errors = typeErrors(codes);
  rmSync(folder, { recursive: true, force: true });

  it('exist', () => {
    expect(examples.length).toBeGreaterThan(5);
  });

  it.each(examples.map((example, i) => [example.place, example, outcomes[i]!, errors[i]!] as const))(
    '%s',
    (_place, example, outcome, types) => {
      expect(types).toEqual([]);
      expect(outcome.error).toBeUndefined();
      expect(outcome.printed.slice(0, example.expected.length)).toEqual(example.expected);
    },
  );
});
