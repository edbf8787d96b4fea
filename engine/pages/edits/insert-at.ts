import type { TextChange } from "../../edits/text-changes.ts";
import { holdsOnlyPhrasing } from "../content-model.ts";
import type { PageOutline } from "../outline/page-outline.ts";
import type { FoundPlace } from "./place-in-outline.ts";
import { beginsLine, endsLine, indentAt, lineBreakOf, lineEnd, lineStart, reindent } from "./source-lines.ts";

export interface Insertion {
  readonly change: TextChange;
  /** Where the piece begins within the inserted text. */
  readonly begin: number;
}

/**
 * Puts a piece (its lines indented by `indent`) at a place: on lines of its own with the indentation of its siblings
 * where they stand so, else exactly between them.
 */
export function insertAt(
  { source }: PageOutline,
  { parent, branch, parts, index }: FoundPlace,
  piece: { readonly source: string; readonly indent: string },
): Insertion {
  const lineBreak = lineBreakOf(source);
  const text = piece.source.replace(/\r?\n/g, lineBreak);
  const on = (at: number, before: string, after: string, indent: string): Insertion => ({
    change: { from: at, to: at, insert: before + reindent(text, piece.indent, indent) + after },
    begin: before.length,
  });
  const next = parts[index];
  const previous = parts[index - 1];
  if (next && beginsLine(source, next.from)) {
    const indent = indentAt(source, next.from);
    return on(lineStart(source, next.from), indent, lineBreak, indent);
  }
  if (!next && previous && beginsLine(source, previous.from) && endsLine(source, previous.to)) {
    const indent = indentAt(source, previous.from);
    const at = lineEnd(source, previous.to);
    const hasBreak = source[at - 1] === "\n";
    return hasBreak ? on(at, indent, lineBreak, indent) : on(at, lineBreak + indent, "", indent);
  }
  if (next) return on(next.from, "", "", indentAt(source, lineStart(source, next.from)));
  if (previous) return on(previous.to, "", "", indentAt(source, lineStart(source, previous.from)));
  return intoEmpty();

  function intoEmpty(): Insertion {
    if (!parent) {
      const needsBreak = source !== "" && !source.endsWith("\n");
      return on(source.length, needsBreak ? lineBreak : "", lineBreak, "");
    }
    const outer = indentAt(source, branch.clause?.from ?? parent.from);
    const indent = `${outer}  `;
    const isInline = parent.kind === "element" && holdsOnlyPhrasing(parent.name);
    const inside = source.slice(branch.from, branch.to);
    if (isInline || !beginsLine(source, branch.clause?.from ?? parent.from)) return on(branch.from, "", "", outer);
    if (inside.includes("\n")) return on(lineEnd(source, branch.from), indent, lineBreak, indent);
    return on(branch.from, lineBreak + indent, lineBreak + outer, indent);
  }
}
