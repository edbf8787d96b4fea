import type { OutlineNode } from "../outline/outline-node.ts";
import { everyNode, pageOutline } from "../outline/page-outline.ts";

/** Lines and indentation of a source, so that removed and inserted text keeps the author's formatting. */

/** `lastIndexOf` reads a negative start as 0, where a line break of the source may stand. */
export const lineStart = (source: string, offset: number): number =>
  offset === 0 ? 0 : source.lastIndexOf("\n", offset - 1) + 1;

/** After the line break, or the end of the source. */
export const lineEnd = (source: string, offset: number): number => {
  const at = source.indexOf("\n", offset);
  return at < 0 ? source.length : at + 1;
};

export const indentAt = (source: string, offset: number): string =>
  /^[ \t]*/.exec(source.slice(lineStart(source, offset), offset))?.[0] ?? "";

export const beginsLine = (source: string, offset: number): boolean =>
  /^[ \t]*$/.test(source.slice(lineStart(source, offset), offset));

export const endsLine = (source: string, offset: number): boolean =>
  /^[ \t]*\r?\n?$/.test(source.slice(offset, lineEnd(source, offset)));

/** The line end that the source uses. */
export const lineBreakOf = (source: string): "\n" | "\r\n" => (/\r\n/.test(source) ? "\r\n" : "\n");

export const standsAlone = (source: string, { from, to }: { from: number; to: number }): boolean =>
  beginsLine(source, from) && endsLine(source, to);

/** What is taken out with a node: its whole lines when nothing else stands on them. */
export function cutSpan(source: string, node: { from: number; to: number }): { from: number; to: number } {
  return standsAlone(source, node)
    ? { from: lineStart(source, node.from), to: lineEnd(source, node.to) }
    : { from: node.from, to: node.to };
}

const KEEPS_BLANKS = new Set(["pre", "textarea", "script", "style"]);

/** Moves the lines after the first from one indentation to another, except where blanks are content. */
export function reindent(piece: string, from: string, to: string): string {
  if (from === to || !piece.includes("\n")) return piece;
  const kept = keptSpans(piece);
  let done = "";
  let at = 0;
  for (let next = piece.indexOf("\n", at); next >= 0; next = piece.indexOf("\n", at)) {
    done += piece.slice(at, next + 1);
    at = next + 1;
    if (kept.some((span) => span.from < at && at < span.to) || /^\r?\n/.test(piece.slice(at, at + 2))) continue;
    const had = from !== "" && piece.startsWith(from, at) ? from.length : 0;
    if (from === "" || had > 0) {
      done += to;
      at += had;
    }
  }
  return done + piece.slice(at);
}

function keptSpans(piece: string): { readonly from: number; readonly to: number }[] {
  const keeps = (node: OutlineNode): boolean =>
    node.kind === "code" || node.kind === "note" || (node.kind === "element" && KEEPS_BLANKS.has(node.name));
  const spans: { from: number; to: number }[] = [];
  for (const node of everyNode(pageOutline(piece).nodes)) {
    if (keeps(node)) spans.push({ from: node.from, to: node.to });
    for (const { value } of node.attributes) if (value) spans.push({ from: value.from, to: value.to });
  }
  return spans;
}
