// Ends with an exit code and a last word on its standard error.
import { serve } from './serve.mjs';

serve(() => {
  process.stderr.write('Traceback: out of cheese\n');
  process.exitCode = 3;
  process.stdin.destroy();
});
