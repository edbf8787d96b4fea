const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** Without ASCII blanks at the ends. No pattern: `/\s+$/` takes time squared on a text that is full of blanks. */
export function trimText(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}
