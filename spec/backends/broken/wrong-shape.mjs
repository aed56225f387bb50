// Transposes.
import { answer, say, serve } from './serve.mjs';

serve((request) => {
  const reply = answer(request);
  reply.out.x.shape.reverse();
  say(reply);
});
