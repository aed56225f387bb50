// The right answer in pieces, cut within a character of the print before it.
import { answer } from './serve.mjs';

export default (request) => {
  const bytes = Buffer.from(`σ̇ = −1\n${JSON.stringify(answer(request))}\n`);
  const cuts = [0, 1, 5, 9, 20, 21, bytes.length];
  let i = 0;
  const next = () => {
    process.stdout.write(bytes.subarray(cuts[i], cuts[++i]));
    if (i + 1 < cuts.length) setTimeout(next, 5);
  };
  next();
};
