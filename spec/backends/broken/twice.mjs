// Answers twice.
import { answer, say } from './serve.mjs';

export default (request) => {
  say(answer(request));
  say(answer(request));
};
