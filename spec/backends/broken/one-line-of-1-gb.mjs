// One gigabyte without a line feed.
import { flood } from './serve.mjs';

export default ({ id }) => {
  process.stdout.write(`{"id":${id},"out":"`);
  flood(1, Buffer.alloc(1 << 20, 65), 1024);
};
