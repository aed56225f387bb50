// What the figures were measured on.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import process from 'node:process';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

function commit() {
  try {
    const git = (...args) =>
      execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return (
      git('rev-parse', '--short', 'HEAD') +
      (git('status', '--porcelain', '-uno') === '' ? '' : ' and changes')
    );
  } catch {
    return null;
  }
}

/** Which vector units the processor says it has. */
function vectorUnits() {
  try {
    const flags = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))[1].split(' ');
    return ['sse4_2', 'avx2', 'fma', 'avx512f'].filter((flag) => flags.includes(flag));
  } catch {
    return [];
  }
}

export function machine() {
  return {
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    vectorUnits: vectorUnits(),
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.arch()}`,
    node: process.version,
    flowproof: version,
    commit: commit(),
  };
}

/** Runnable processes, on average over the last minute: what else the machine did. */
export const load = () => Number(os.loadavg()[0].toFixed(2));
