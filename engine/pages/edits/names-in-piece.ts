import { type SourceAtom, sourceAtoms } from "../outline/source-atoms.ts";

export interface Piece {
  readonly from: number;
  readonly to: number;
}

/** The piece with some of its names replaced. */
export function renameNames(source: string, piece: Piece, names: ReadonlyMap<string, string>): string {
  let done = "";
  let at = piece.from;
  for (const atom of codeAtoms(source, piece)) {
    done += source.slice(at, atom.from);
    done += source
      .slice(atom.from, atom.to)
      .replace(/"[^"]*"|'[^']*'|(?<![.\w|])[A-Za-z_]\w*/g, (word) => names.get(word) ?? word);
    at = atom.to;
  }
  return done + source.slice(at, piece.to);
}

/** Every word that could be a name: one too many is not known at the piece's own place and counts for nothing. */
export function namesUsed(source: string, piece: Piece): ReadonlySet<string> {
  const names = new Set<string>();
  for (const atom of codeAtoms(source, piece)) {
    const words = source.slice(atom.from, atom.to).replace(/"[^"]*"|'[^']*'/g, " ");
    for (const [word] of words.matchAll(/(?<![.\w|])[A-Za-z_]\w*/g)) names.add(word);
  }
  return names;
}

const codeAtoms = (source: string, { from, to }: Piece): readonly SourceAtom[] =>
  sourceAtoms(source).filter(
    (atom) => atom.from >= from && atom.to <= to && (atom.kind === "tag" || atom.kind === "output"),
  );
