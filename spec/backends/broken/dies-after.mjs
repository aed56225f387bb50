// Answers, and dies before the next request.
import { answer, say } from './serve.mjs';

export default (request) => {
  say(answer(request));
  process.exitCode = 4;
  process.stdin.destroy();
};
