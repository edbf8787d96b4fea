import { type AssistContext, type EditedText, namesAt } from "../../views/assist/names-at.ts";
import { sourceAtoms } from "../outline/source-atoms.ts";

/** The names that a piece uses and that are not known, or hold something else, at another place of the page. */
export function lostNames(
  context: AssistContext,
  edited: EditedText,
  { piece, at }: { readonly piece: { readonly from: number; readonly to: number }; readonly at: number },
): readonly string[] {
  const used = namesUsed(edited.source, piece);
  if (used.size === 0) return [];
  const here = namesAt(context, edited, { start: piece.from, end: piece.from });
  const there = namesAt(context, edited, { start: at, end: at });
  return [...used].filter((name) => {
    const known = here.get(name);
    return known !== undefined && JSON.stringify(known.type) !== JSON.stringify(there.get(name)?.type);
  });
}

/** Every word that could be a name: one too many is not known at the piece's own place and counts for nothing. */
function namesUsed(source: string, { from, to }: { readonly from: number; readonly to: number }): ReadonlySet<string> {
  const names = new Set<string>();
  for (const atom of sourceAtoms(source)) {
    if (atom.from < from || atom.to > to || (atom.kind !== "tag" && atom.kind !== "output")) continue;
    const words = source.slice(atom.from, atom.to).replace(/"[^"]*"|'[^']*'/g, " ");
    for (const [word] of words.matchAll(/(?<![.\w|])[A-Za-z_]\w*/g)) names.add(word);
  }
  return names;
}
