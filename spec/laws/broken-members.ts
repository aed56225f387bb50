/** What a member of an object may do in place of its work. */

/** By name; the last argument is the buffer that should have been written. */
export const broken: readonly [string, (...args: never[]) => unknown][] = [
  [
    'throws',
    () => {
      throw new Error('not today');
    },
  ],
  ['promise', async () => {}],
  ['unwritten', () => {}],
  ['NaN', (...args: never[]) => (args.at(-1) as unknown as Float64Array).fill(Number.NaN)],
];
