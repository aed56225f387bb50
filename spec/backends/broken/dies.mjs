// Ends by a signal.
import { serve } from './serve.mjs';

serve(() => process.kill(process.pid, 'SIGSEGV'));
