// Sends the request back.
import { say } from './serve.mjs';

export default say;
