// Answers, and dies before the next request.
import { answer, say, serve } from './serve.mjs';

serve((request) => {
  say(answer(request));
  process.exitCode = 4;
  process.stdin.destroy();
});
