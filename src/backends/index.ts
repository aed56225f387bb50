export {
  type Adapter,
  type AdapterAnswer,
  type AdapterFunction,
  type AdapterInputs,
  type AdapterValue,
  type CallContext,
  loadAdapter,
} from './adapter.ts';
export { type InProcessOptions, inProcessBackend, moduleBackend } from './in-process.ts';
export { PROTOCOL } from './messages.ts';
export {
  type FaultRecord,
  type ProcessBackend,
  type ProcessBackendOptions,
  processBackend,
} from './process-backend.ts';
