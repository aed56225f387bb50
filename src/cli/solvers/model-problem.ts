/** A model file that `flowproof train` wrote, as a problem: its averaged parameters, in shared memory. */
import { basename, extname } from 'node:path';
import type { ProblemSpec } from '../../problems/index.ts';
import { readModel } from '../model-file.ts';

/** All but where to start from. Throws a FileError or a FormatError for what is no model. */
export function modelProblem(file: string): Omit<Extract<ProblemSpec, { kind: 'network' }>, 'start'> {
  const { config, average } = readModel(file).state;
  const parameters = new Float32Array(new SharedArrayBuffer(average.byteLength));
  parameters.set(average);
  const name = basename(file, extname(file));
  return { kind: 'network', name, network: config.network, parameters, schedule: config.schedule };
}
