// Computes for ever and reads nothing more.
import { serve } from './serve.mjs';

serve(() => {
  for (;;);
});
