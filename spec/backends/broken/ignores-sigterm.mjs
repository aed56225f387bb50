// Answers, but is not to be stopped: neither by the farewell, nor by the end of its input, nor by SIGTERM. It has started another.
import { spawn } from 'node:child_process';
import { answer, greeting, say } from './serve.mjs';

process.on('SIGTERM', () => {});
const { pid } = spawn('sleep', ['1000'], { stdio: 'inherit' });
setInterval(() => {}, 1000);
let text = '';
process.stdin.on('data', (piece) => {
  const lines = (text += piece).split('\n');
  text = lines.pop();
  for (const request of lines.map((line) => JSON.parse(line))) {
    if (request.cmd === 'hello') say({ ...greeting(request.id), version: `${process.pid} ${pid}` });
    if (request.cmd === 'run') say(answer(request));
  }
});
