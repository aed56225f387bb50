// flowproof itself as a backend of the oracle: --module adapters/flowproof/adapter.mjs. The oracle's truth shares no formula with it.
import { createRequire } from 'node:module';
import { operations as learning } from './learning.mjs';
import { operations as paths } from './paths.mjs';
import { operations as solvers } from './solvers.mjs';

const { version } = createRequire(import.meta.url)('flowproof/package.json');

export default {
  name: 'flowproof',
  version,
  language: 'js',
  dtypes: ['float32', 'float64'],
  operations: { ...paths, ...learning, ...solvers },
};
