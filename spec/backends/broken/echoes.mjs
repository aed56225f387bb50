// Sends the request back.
import { say, serve } from './serve.mjs';

serve(say);
