// Answers with the number of the request before.
import { answer, say } from './serve.mjs';

export default (request) => say({ ...answer(request), id: request.id - 1 });
