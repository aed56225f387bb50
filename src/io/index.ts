export { type CsvOptions, type CsvTable, decodeCsv, encodeCsv, parseNumber } from './csv.ts';
export { classColumn, columnIndex, isNumeric, MISSING, missingRows, numericColumn } from './csv-columns.ts';
export type { DatasetOptions, DataTable, Normalisation } from './datasets/data-table.ts';
export { type ColumnSummary, type DatasetSummary, describeDataset } from './datasets/describe-dataset.ts';
export { type Dataset, type DatasetSpec, loadDataset } from './datasets/load-dataset.ts';
export { datasetNames, loadTable } from './datasets/load-table.ts';
export { destandardise, type Standardisation, standardise } from './datasets/standardise.ts';
export type { TensorData, TensorDtype } from './dtypes.ts';
export { atomicWrite, readBytes, removeTemporaries } from './files.ts';
export { encodeJson, type JsonOptions, writeJson } from './json-output.ts';
export type { DecodeOptions } from './malformed.ts';
export { decodeNpy, encodeNpy } from './npy.ts';
export { decodeNpz, encodeNpz } from './npz.ts';
export {
  decodeSafetensors,
  encodeSafetensors,
  type TensorFile,
  type TensorFileInput,
} from './safetensors.ts';
export type { Tensor, TensorInput } from './tensor.ts';
export { readTensors, writeTensors } from './tensors.ts';
