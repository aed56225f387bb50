/** The entry of a supervised thread for laws. */
import { lawHandler } from './handlers/law.ts';
import { serveMessages } from './serve-messages.ts';

serveMessages(lawHandler);
