/** Versions and hardware of this run, for reports and bug reports. No result may depend on them. */
import { availableParallelism, cpus } from 'node:os';

export interface Environment {
  readonly flowproof: string;
  readonly node: string;
  readonly v8: string;
  readonly platform: string;
  readonly processor: string;
  /** Threads that can run at once: the default of --threads. */
  readonly threads: number;
}

export function environment(version: string): Environment {
  return {
    flowproof: version,
    node: process.versions.node,
    v8: process.versions.v8,
    platform: `${process.platform}-${process.arch}`,
    processor: cpus()[0]?.model.trim() || 'unknown',
    threads: availableParallelism(),
  };
}
