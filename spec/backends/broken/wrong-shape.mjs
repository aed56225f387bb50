// Transposes.
import { answer, say } from './serve.mjs';

export default (request) => {
  const reply = answer(request);
  reply.out.x.shape.reverse();
  say(reply);
};
