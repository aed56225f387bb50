// Starts a program that holds the pipe, and ends.
import { spawn } from 'node:child_process';

export default () => {
  const { pid } = spawn('sleep', ['1000'], { stdio: 'inherit' });
  process.stderr.write(`holder ${pid}\n`, () => process.exit(5));
};
