/** Where an object under test threw: the line of its own code, without those of the laws that called it. */

/** The folder that holds the code of flowproof. */
const OURS = new URL('../../', import.meta.url).href;

/** A line of a stack of V8; other engines write other lines, of which nothing is said. */
const PLACE = /^at (?:.*\()?((?:[a-z]+:\/\/|\/|[A-Za-z]:\\)[^()]*?:\d+:\d+)\)?$/;

/** ' (/folder/my-path.mjs:3:12)', or nothing where the stack does not say. */
export function thrownAt(error: unknown): string {
  const stack = error instanceof Error && typeof error.stack === 'string' ? error.stack : '';
  for (const line of stack.split('\n')) {
    const place = PLACE.exec(line.trim())?.[1];
    if (place === undefined || place.startsWith('node:')) continue;
    const href = place.startsWith('/') ? `file://${place}` : place;
    if (href.startsWith(OURS) || place.includes('/node_modules/')) return '';
    return ` (${place.replace(/^file:\/\//, '')})`;
  }
  return '';
}
