// Answers NaN, ∞ and −0 as elements: legal on the wire, and they must arrive as they are.
import { answer, say } from './serve.mjs';

export default (request) => {
  const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0];
  let i = 0;
  say(answer(request, () => special[i++ % 4]));
};
