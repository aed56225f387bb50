// Prints to its standard output, with and without line feeds, what looks like data, and answers rightly.
import { answer } from './serve.mjs';

export default (request) => {
  process.stdout.write('loading …\n\n{"loss": 0.25}\n[1, 2]\nNaN\n');
  process.stdout.write('{step: none}');
  process.stdout.write('50%|█████     |\r');
  process.stdout.write(`${JSON.stringify(answer(request))}\n`);
};
