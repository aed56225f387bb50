// The data of the training steps: standard normal rows, the same ones in every language up to their values.
import { key, normal } from '../../dist/index.js';

const ROWS = 4096;

export const trainingRows = (dim) => ({
  rows: normal(key(1), [ROWS, dim]).data,
  heldOut: normal(key(2), [1, dim]).data,
});
