// Closes its standard output and stays.
import { closeSync } from 'node:fs';

export default () => {
  closeSync(1);
  setInterval(() => {}, 1000);
};
