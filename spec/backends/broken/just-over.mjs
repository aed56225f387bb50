// Answers a little too much: 2⁻²¹ of each element, a few roundings more than there are.
import { answer, say } from './serve.mjs';

export default (request) => say(answer(request, (x) => x * (1 + 2 ** -21)));
