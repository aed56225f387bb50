// Calls its output by another name.
import { answer, say } from './serve.mjs';

export default (request) => {
  const { id, out } = answer(request);
  say({ id, out: { xt: out.x } });
};
