/**
 * Finds the reader for a data set: a built-in name, or a file by its ending.
 */
import { extname } from 'node:path';
import { ArgumentError } from '../../errors.ts';
import { decodeCsv } from '../csv.ts';
import { readBytes } from '../files.ts';
import { decodeNpy } from '../npy.ts';
import { decodeNpz } from '../npz.ts';
import { show } from '../printable.ts';
import { decodeSafetensors } from '../safetensors.ts';
import { csvTable } from './csv-file.ts';
import { checkChoice, checkOptions, type DatasetOptions, type DataTable } from './data-table.ts';
import { mnist } from './mnist.ts';
import { penguins } from './penguins.ts';
import { tensorTable } from './tensor-file.ts';

const builtIn: ReadonlyMap<string, (options: DatasetOptions) => DataTable> = new Map([
  ['penguins', penguins],
  ['mnist', mnist],
]);

type Reader = (path: string, options: DatasetOptions) => DataTable;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['.npy', readNpy],
  ['.npz', readNpz],
  ['.safetensors', readSafetensors],
  ['.csv', readCsv],
]);

/** Names of the data sets that come with the package. */
export const datasetNames: readonly string[] = [...builtIn.keys()];

/** The raw table of a built-in data set or of a .npy, .npz, .safetensors or .csv file. */
export function loadTable(nameOrPath: string, options: DatasetOptions = {}): DataTable {
  const named = builtIn.get(nameOrPath);
  if (named) return named(options);
  const reader = typeof nameOrPath === 'string' ? readers.get(extname(nameOrPath).toLowerCase()) : undefined;
  if (!reader) {
    throw new ArgumentError({
      argument: 'dataset',
      expected: `${datasetNames.join(', ')} or a file ending in ${[...readers.keys()].join(', ')}`,
      received: show(nameOrPath),
    });
  }
  if (options.normalisation !== undefined) {
    checkChoice('normalisation', options.normalisation, ['column', 'global']);
  }
  return reader(nameOrPath, options);
}

function readNpy(path: string, options: DatasetOptions): DataTable {
  checkOptions('npy', options, ['normalisation', 'maxBytes']);
  return tensorTable(
    path,
    new Map([['array', decodeNpy(readBytes(path, limit(options)), { file: path })]]),
    options,
  );
}

function readNpz(path: string, options: DatasetOptions): DataTable {
  checkOptions('npz', options, ['array', 'labels', 'normalisation', 'maxBytes']);
  const arrays = decodeNpz(readBytes(path, limit(options)), { file: path, ...limit(options) });
  return tensorTable(path, arrays, options);
}

function readSafetensors(path: string, options: DatasetOptions): DataTable {
  checkOptions('safetensors', options, ['array', 'labels', 'normalisation', 'maxBytes']);
  const { tensors } = decodeSafetensors(readBytes(path, limit(options)), { file: path });
  return tensorTable(path, tensors, options);
}

function readCsv(path: string, options: DatasetOptions): DataTable {
  checkOptions('csv', options, [
    'columns',
    'labels',
    'missing',
    'header',
    'delimiter',
    'normalisation',
    'maxBytes',
  ]);
  const { header = true, delimiter = ',' } = options;
  return csvTable(
    path,
    decodeCsv(readBytes(path, limit(options)), { file: path, header, delimiter }),
    options,
  );
}

function limit({ maxBytes }: DatasetOptions): { maxBytes?: number } {
  return maxBytes === undefined ? {} : { maxBytes };
}
