// Closes its standard output and stays.
import { closeSync } from 'node:fs';
import { serve } from './serve.mjs';

serve(() => {
  closeSync(1);
  setInterval(() => {}, 1000);
});
