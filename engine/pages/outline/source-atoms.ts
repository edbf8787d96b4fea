import { scanTemplate } from "../../templates/syntax/scan-template.ts";
import { ownerOfClause, tagNamed } from "../../templates/tags/registry.ts";

/**
 * A piece of template syntax, which the reader of the HTML takes as one unit. `opaque` is a whole `{% comment %}` or
 * `{% verbatim %}` with its end; `unclosed` is a `{{` or `{%` that never ends.
 */
export interface SourceAtom {
  readonly kind: "output" | "tag" | "note" | "opaque" | "unclosed";
  readonly from: number;
  readonly to: number;
  /** Of a tag: its first word. */
  readonly name: string;
}

export function sourceAtoms(source: string): readonly SourceAtom[] {
  const tokens = scanTemplate(source);
  const atoms: SourceAtom[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (!token || token.kind === "text") continue;
    const { start: from, end: to, name = "" } = token;
    if (token.kind !== "tag") {
      atoms.push({ kind: token.kind === "comment" ? "note" : token.kind, from, to, name: "" });
      continue;
    }
    const closeAt = tagNamed(name)?.form === "opaque" ? index + (tokens[index + 1]?.kind === "text" ? 2 : 1) : -1;
    const close = tokens[closeAt];
    if (close?.name === `end${name}`) {
      atoms.push({ kind: name === "comment" ? "note" : "opaque", from, to: close.end, name });
      index = closeAt;
    } else atoms.push({ kind: "tag", from, to, name });
  }
  return atoms;
}

/** What a tag does to the nesting of blocks. */
export function blockRole(atom: SourceAtom): "open" | "clause" | "close" | "leaf" {
  if (atom.kind !== "tag") return "leaf";
  const type = tagNamed(atom.name);
  if (type) return type.form === "block" ? "open" : "leaf";
  if (ownerOfClause(atom.name)) return "clause";
  return atom.name.startsWith("end") && tagNamed(atom.name.slice(3))?.form === "block" ? "close" : "leaf";
}
