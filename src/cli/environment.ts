/** Versions and hardware of this run, for reports and bug reports. No result may depend on them. */
import { availableParallelism, cpus, totalmem } from 'node:os';

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

/** Bytes of memory: what a limit of the system leaves to this process, where there is one, else what the machine has. */
export interface Memory {
  readonly total: number;
  readonly free: number;
  /** What this process occupies. */
  readonly resident: number;
}

export function memory(): Memory {
  const limit = process.constrainedMemory();
  return {
    total: limit > 0 ? Math.min(limit, totalmem()) : totalmem(),
    free: process.availableMemory(),
    resident: process.memoryUsage.rss(),
  };
}
