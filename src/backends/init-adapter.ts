/** A working adapter to begin with, in the user's language: two operations done, the others listed. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArgumentError } from '../errors.ts';
import { atomicWrite, makeFolder } from '../io/files.ts';
import { printable, show } from '../io/printable.ts';
import { operations } from '../oracle/registry.ts';
import { contractText, operationLines } from './contract-text.ts';

interface Template {
  /** Files of data/adapters/<language>; the first one holds the user's part. */
  readonly files: readonly string[];
  /** How it is compiled; `at` is the path of a file. */
  readonly build?: (at: (file: string) => string) => readonly string[];
  /** How it is started; none: it is a module that is loaded. */
  readonly command?: (at: (file: string) => string) => readonly string[];
}

const python: Template = { files: ['adapter.py'], command: (at) => ['python3', at('adapter.py')] };

/** Languages that {@link initAdapter} knows. */
export type AdapterLanguage = 'python' | 'torch' | 'jax' | 'js' | 'rust' | 'cpp';

const templates: Readonly<Record<AdapterLanguage, Template>> = {
  python,
  torch: python,
  jax: python,
  js: { files: ['adapter.mjs'] },
  rust: {
    files: ['adapter.rs', 'oracle.rs'],
    build: (at) => ['rustc', '--edition', '2021', '-O', at('adapter.rs'), '-o', at('adapter')],
    command: (at) => [at('adapter')],
  },
  cpp: {
    files: ['adapter.cpp', 'oracle.hpp'],
    build: (at) => ['c++', '-O2', '-std=c++17', at('adapter.cpp'), '-o', at('adapter')],
    command: (at) => [at('adapter')],
  },
};

export const adapterLanguages: readonly AdapterLanguage[] = Object.keys(templates) as AdapterLanguage[];

/** Operations that every template has done. */
export const templateOperations: readonly string[] = ['path.sample', 'loss.cfm'];

/** What was written, and how it is built and run from the folder that this process runs in. */
export interface NewAdapter {
  readonly language: AdapterLanguage;
  readonly folder: string;
  /** The user's own file, the wire where it is a file of its own, and the contracts. */
  readonly files: readonly string[];
  readonly build?: readonly string[];
  readonly command?: readonly string[];
  /** A module that is loaded instead of a command that is started. */
  readonly module?: string;
}

const CONTRACTS = 'operations.md';
const PLACE = /^(.*)\{\{operations\}\}$/m;

function templateText(language: AdapterLanguage, file: string): string {
  const text = readFileSync(new URL(`../../data/adapters/${language}/${file}`, import.meta.url), 'utf8');
  const rest = operations.filter(({ name }) => !templateOperations.includes(name));
  return text.replace(PLACE, (_, prefix: string) => operationLines(rest, prefix).join('\n'));
}

/** Writes an adapter into a folder, which is made if it is not there. Throws rather than overwrite a file. */
export function initAdapter(language: AdapterLanguage, folder: string): NewAdapter {
  if (!Object.hasOwn(templates, language)) {
    throw new ArgumentError({
      argument: 'language',
      expected: adapterLanguages.join(', '),
      received: show(language),
    });
  }
  const { files, build, command } = templates[language];
  const all = [...files, CONTRACTS];
  const there = all.find((file) => existsSync(join(folder, file)));
  if (there !== undefined) {
    throw new ArgumentError({
      argument: 'folder',
      expected: `one without ${there}`,
      received: printable(folder, 300),
      wayOut: 'nothing has been written: choose another folder, or move the file away',
    });
  }
  makeFolder(folder);
  const path = (file: string): string => join(folder, file);
  // A bare name is taken for a program of the system, and a dash for an option.
  const at = (file: string): string => (/^-|^\w+$/.test(path(file)) ? `./${path(file)}` : path(file));
  const write = (file: string, text: string): void => atomicWrite(path(file), new TextEncoder().encode(text));
  for (const file of files) write(file, templateText(language, file));
  write(CONTRACTS, contractText(operations));
  return {
    language,
    folder,
    files: all,
    ...(build ? { build: build(at) } : {}),
    ...(command ? { command: command(at) } : { module: at(files[0]!) }),
  };
}
