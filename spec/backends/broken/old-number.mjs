// Answers with the number of the request before.
import { answer, say, serve } from './serve.mjs';

serve((request) => say({ ...answer(request), id: request.id - 1 }));
