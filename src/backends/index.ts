export {
  type Adapter,
  type AdapterAnswer,
  type AdapterFunction,
  type AdapterInputs,
  type AdapterValue,
  type CallContext,
  loadAdapter,
} from './adapter.ts';
export { unknownOperations } from './check-hello.ts';
export { contractText } from './contract-text.ts';
export { type InProcessOptions, inProcessBackend, moduleBackend } from './in-process.ts';
export {
  type AdapterLanguage,
  adapterLanguages,
  initAdapter,
  type NewAdapter,
  templateOperations,
} from './init-adapter.ts';
export { PROTOCOL } from './messages.ts';
export { emitCases, type Manifest, type ManifestCase, type ManifestTensor } from './offline/emit.ts';
export { fileBackend } from './offline/file-backend.ts';
export { readCases, readManifest } from './offline/read-cases.ts';
export { answerText, caseText } from './offline/text-view.ts';
export {
  type FaultRecord,
  type ProcessBackend,
  type ProcessBackendOptions,
  processBackend,
} from './process-backend.ts';
