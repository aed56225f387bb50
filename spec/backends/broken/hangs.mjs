// Never answers.
import { serve } from './serve.mjs';

serve(() => {});
