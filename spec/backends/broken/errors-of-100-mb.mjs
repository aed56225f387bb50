// 100 MB on the standard error, then the right answer.
import { answer, flood, say } from './serve.mjs';

export default (request) => {
  flood(2, Buffer.from('warning: this is deprecated\n'.repeat(37449)), 100);
  process.stderr.write('the last word\n');
  say(answer(request));
};
