/** The editor ends every line with `\n`; a source may have `\r\n`. */
export const normalizedLineEnds = (source: string): string => source.replaceAll(/\r\n?/g, "\n");

/** Where an offset of the source is in the editor. */
export const offsetInEditor = (source: string, at: number): number =>
  normalizedLineEnds(source.slice(0, source[at - 1] === "\r" && source[at] === "\n" ? at - 1 : at)).length;

/** Where an offset in the editor is in the source. */
export function offsetInSource(source: string, at: number): number {
  let extra = 0;
  for (const { index } of source.matchAll(/\r\n/g)) {
    if (index - extra >= at) break;
    extra += 1;
  }
  return at + extra;
}
