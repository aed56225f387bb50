export { encodeCorpus } from './encode.ts';
export { hashOf, MANIFEST } from './files.ts';
export { knownAnswerText } from './known-answers.ts';
export { type Corpus, corpusFolder, readCorpus, type StoredCase } from './read.ts';
