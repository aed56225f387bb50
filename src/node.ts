/**
 * The public surface that needs Node: worker threads, files and data sets, reports, backends behind a pipe.
 *
 * @module
 */
export { type Corpus, corpusFolder, readCorpus, type StoredCase } from './backends/corpus/index.ts';
export * from './backends/index.ts';
export * from './io/index.ts';
export * from './parallel/index.ts';
export * from './report/index.ts';
