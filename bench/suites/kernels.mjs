// Every kernel against its definition, by benny, each kernel in a process of its own.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { KERNELS } from '../subjects/kernel-table.mjs';

export const title = 'Kernels: SIMD against the definitions, one thread';

const kernels = Object.keys(KERNELS);
const program = fileURLToPath(new URL('../subjects/kernel.mjs', import.meta.url));

export function cases({ quick }) {
  return (quick ? kernels.slice(0, 3) : kernels).map((kernel) => ({
    name: kernel,
    measure() {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [program, JSON.stringify({ kernel, quick })],
        {
          encoding: 'utf8',
        },
      );
      if (status !== 0) throw new Error(`${kernel}: ended with ${status}\n${stderr}`);
      return JSON.parse(stdout.trim().split('\n').at(-1));
    },
  }));
}
