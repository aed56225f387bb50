/** Finds the runnable examples of the project: fenced `ts` blocks of the Markdown files and of the docstrings. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

export interface Example {
  /** File and line of the opening fence. */
  readonly place: string;
  readonly code: string;
  /** What each console.log must print: the comment that ends its line. */
  readonly expected: readonly string[];
}

/** Every example under `root`, in a fixed order. */
export function findExamples(root: string): Example[] {
  const markdown = ['README.md', 'CONTRIBUTING.md', ...filesUnder(join(root, 'docs'), '.md')].map((file) =>
    file.startsWith(root) ? relative(root, file) : file,
  );
  const sources = filesUnder(join(root, 'src'), '.ts').map((file) => relative(root, file));
  return [
    ...markdown.flatMap((file) => examplesIn(file, readFileSync(join(root, file), 'utf8'), /^```ts$/, /^/)),
    ...sources.flatMap((file) =>
      examplesIn(file, readFileSync(join(root, file), 'utf8'), /^\s*\* ```ts$/, /^\s*\* ?/),
    ),
  ];
}

function filesUnder(folder: string, ending: string): string[] {
  const files: string[] = [];
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) {
      if (name !== 'api') files.push(...filesUnder(path, ending));
    } else if (name.endsWith(ending)) files.push(path);
  }
  return files;
}

function examplesIn(file: string, text: string, open: RegExp, prefix: RegExp): Example[] {
  const examples: Example[] = [];
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    if (!open.test(lines[i]!)) continue;
    const start = i;
    const code: string[] = [];
    for (i++; i < lines.length && !/```\s*$/.test(lines[i]!); i++) code.push(lines[i]!.replace(prefix, ''));
    const expected = code.flatMap((line) => /console\.log\(.*\);? *\/\/ (.*)$/.exec(line)?.[1] ?? []);
    examples.push({ place: `${file}:${start + 1}`, code: code.join('\n'), expected });
  }
  return examples;
}
