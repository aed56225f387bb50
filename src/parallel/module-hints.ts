/** What to do about a module that does not load. */

const HINTS: readonly (readonly [says: RegExp, wayOut: string])[] = [
  [
    /Unknown file extension "\.[cm]?ts"/,
    'compile it to JavaScript first, or run Node 22.18 or newer, which takes types out by itself',
  ],
  [/TypeScript|ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX/, 'compile it to JavaScript first'],
  [/Unknown file extension/, 'name a .mjs file'],
  [
    /Unexpected token 'export'|Cannot use import statement/,
    'name it .mjs, or write "type": "module" in its package.json',
  ],
  [/(require|module|exports) is not defined/, 'write import and export, or name it .cjs'],
];

/** The way out of an error that loading `shown` threw. */
export function wayOutOf(error: unknown, shown: string): string {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const text = `${String(code)} ${String(message)}`;
  return HINTS.find(([says]) => says.test(text))?.[1] ?? `see node ${shown}`;
}
