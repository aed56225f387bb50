/**
 * penguins: 344 penguins of three species from the Palmer Archipelago, four measurements each; two rows lack them and are
 * dropped. Labels are the species. Licence and credits: NOTICE.
 */
import { fileURLToPath } from 'node:url';
import { decodeCsv } from '../csv.ts';
import { readBytes } from '../files.ts';
import { csvTable } from './csv-file.ts';
import { checkOptions, type DatasetOptions, type DataTable } from './data-table.ts';

const PATH = new URL('../../../data/penguins.csv', import.meta.url);

/** The four measurements: bill length and depth and flipper length in mm, body mass in g. */
export function penguins(options: DatasetOptions = {}): DataTable {
  checkOptions('penguins', options, []);
  return {
    ...csvTable('penguins', decodeCsv(readBytes(fileURLToPath(PATH)), { file: 'data/penguins.csv' }), {
      columns: ['bill_length_mm', 'bill_depth_mm', 'flipper_length_mm', 'body_mass_g'],
      labels: 'species',
      missing: 'drop',
    }),
    licence: 'CC0-1.0',
    source:
      'Gorman, Williams and Fraser (2014), Palmer Station LTER; by way of palmerpenguins and vega-datasets 3.2.1',
  };
}
