// Starts a program that holds the pipe, and hangs.
import { spawn } from 'node:child_process';

export default () => {
  const { pid } = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
  process.stderr.write(`holder ${pid}\n`);
};
