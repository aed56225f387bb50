// Answers twice.
import { answer, say, serve } from './serve.mjs';

serve((request) => {
  say(answer(request));
  say(answer(request));
});
