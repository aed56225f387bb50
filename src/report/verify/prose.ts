/** Sentences of laws, in which code stands between backticks. */
import { escapeHtml, type Html } from '../page/html.ts';

/** The text as HTML, `code` as code. */
export function proseHtml(text: string): Html {
  return escapeHtml(text).replace(/`([^`\n]+)`/g, '<code>$1</code>');
}
