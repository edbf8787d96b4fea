const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** Removes ASCII blanks at both ends. Not a pattern: `/\s+$/` takes quadratic time on a text with many blanks. */
export function trimText(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}
