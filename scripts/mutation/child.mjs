/** Child processes that answer each message with one: what a mutant does to a process, it does to one of these. */
import { fork } from 'node:child_process';

export function startChild(module) {
  return fork(module, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
}

/** The answer of a child, or null when it ends, or is ended because it says nothing for `silence` milliseconds. */
export function ask(child, message, silence) {
  return new Promise((resolve) => {
    const settle = (value) => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(value);
    };
    const onMessage = (reply) => settle(reply);
    const onExit = () => settle(null);
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      settle(null);
    }, silence);
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.send(message);
  });
}
