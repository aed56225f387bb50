/** A file name as a message shows it. */
import { show } from '../errors.ts';

export const shorten = (path: string): string => (/^[\w./@+-]{1,80}$/.test(path) ? path : show(path));
