/** The public surface that needs Node: `flowproof/node`. */
export * from './parallel/index.ts';
