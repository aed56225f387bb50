/** The newest frozen corpus, read once. */
import { type Corpus, corpusFolder, readCorpus } from '../../../src/backends/corpus/read.ts';

export const frozen: Corpus = readCorpus(corpusFolder());
