import { textChanges } from "./text-changes.ts";

/** A text as editors show it: they know one kind of line end. */
export const plainLines = (text: string): string => text.replace(/\r\n?/g, "\n");

/**
 * A source after an editor changed it. The editor was given `plainLines(source)` and made `edited` of it; only what it
 * changed is changed, so that the lines it left alone keep their `\r\n`. A new line ends as most lines of the source do.
 *
 *   editedSource("a\r\nb\r\n", "a\nB\n") → "a\r\nB\r\n"
 *
 * Law: `plainLines(editedSource(source, edited)) === edited`.
 */
export function editedSource(source: string, edited: string): string {
  const shown = plainLines(source);
  if (shown === source || shown === edited) return shown === edited ? source : edited;
  const end = lineEndOf(source);
  const withEnds = (text: string): string => text.replaceAll("\n", end);
  const offset = offsetsIn(source);
  let result = "";
  let at = 0;
  for (const { from, to, insert } of textChanges(shown, edited)) {
    result += source.slice(at, offset(from)) + withEnds(insert);
    at = offset(to);
  }
  result += source.slice(at);
  // Where line ends of several kinds are adjacent, two may be read as one: then all lines get the same end.
  return plainLines(result) === edited ? result : withEnds(edited);
}

/** Where an offset of the plain text is in the source: asked from left to right. */
function offsetsIn(source: string): (plain: number) => number {
  let plain = 0;
  let raw = 0;
  return (wanted) => {
    while (plain < wanted) {
      raw += source[raw] === "\r" && source[raw + 1] === "\n" ? 2 : 1;
      plain += 1;
    }
    return raw;
  };
}

function lineEndOf(source: string): string {
  const count = (end: RegExp): number => source.match(end)?.length ?? 0;
  const [windows, unix, mac] = [count(/\r\n/g), count(/(?<!\r)\n/g), count(/\r(?!\n)/g)];
  return windows >= Math.max(unix, mac) ? "\r\n" : unix >= mac ? "\n" : "\r";
}
