// Writes NaN as a JSON number, as Python's json.dumps does.
import { serve } from './serve.mjs';

serve(({ id }) => process.stdout.write(`{"id":${id},"out":{"x":[NaN,0.5]}}\n`));
