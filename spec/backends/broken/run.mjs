// One negative control or several, by name: `node run.mjs hangs`, `node run.mjs hangs crashes`. With three rows it misbehaves; of
// several, 4 columns choose the first, 5 the second, … Any other case is answered rightly.
import { serve } from './serve.mjs';

const [, , ...names] = process.argv;
serve(async (request) => {
  const name = names.length === 1 ? names[0] : names[request.sizes.dim - 4];
  const { default: misbehave } = await import(`./${name}.mjs`);
  misbehave(request);
});
