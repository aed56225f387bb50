// Half of the reply, then the end, in order.
import { answer } from './serve.mjs';

export default (request) => {
  process.stdout.write(JSON.stringify(answer(request)).slice(0, 40));
  process.stdin.destroy();
};
