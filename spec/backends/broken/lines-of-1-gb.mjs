// One gigabyte of prints, before the answer.
import { answer, flood, say } from './serve.mjs';

export default (request) => {
  flood(1, Buffer.from('step 17 of 100000\n'.repeat(58254)), 1024);
  say(answer(request));
};
