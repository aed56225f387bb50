// Declares an arithmetic that there is none of.
import { greeting, serve } from './serve.mjs';

serve(
  () => {},
  (id) => ({ ...greeting(id), arithmetic: { precision: 'posit32' } }),
);
