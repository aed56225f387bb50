/** What could drive the terminal is shown instead: messages and prints come from the object under test. Line breaks stay. */
export function visible(text: string): string {
  return text.replace(/[^\P{Cc}\n]/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
