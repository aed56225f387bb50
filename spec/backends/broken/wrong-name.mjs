// Calls its output by another name.
import { answer, say, serve } from './serve.mjs';

serve((request) => {
  const { id, out } = answer(request);
  say({ id, out: { xt: out.x } });
});
