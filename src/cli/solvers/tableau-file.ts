/** A solver out of a file: the tableau that `--certify` judges is one that a benchmark runs. */
import { readJsonFile } from '../json-file.ts';

/** A tableau of 40 stages with long coefficients has a tenth of it. */
const MAX_BYTES = 1024 * 1024;

/** What is in the file; the configuration checks it. */
export const tableauFile = (argument: string, file: string): unknown =>
  readJsonFile(argument, file, {
    wayOut: 'see schemas/tableau.schema.json and examples/tableaus',
    maxBytes: MAX_BYTES,
  });
