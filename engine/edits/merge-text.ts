import { linesOf, matchLines } from "./match-lines.ts";

interface ThreeTexts {
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

/**
 * Three-way merge of a long text by lines: what each of two people changed since `base`, put together. Refused where
 * both changed the same lines differently; then both versions are shown (docs/mechanics.md, 6).
 *
 *   mergeText({ base: "a\nb\nc", mine: "A\nb\nc", theirs: "a\nb\nC" }) → { ok: true, text: "A\nb\nC" }
 */
export type MergedText = { readonly ok: true; readonly text: string } | { readonly ok: false };

export function mergeText(texts: ThreeTexts): MergedText {
  const parts = mergeParts(texts);
  return parts.every((part) => part.kind === "agreed")
    ? { ok: true, text: parts.map((part) => part.text).join("") }
    : { ok: false };
}

/** A stretch of whole lines: what both agree on or only one changed, or what both changed differently. */
export type MergePart = { readonly kind: "agreed"; readonly text: string } | ({ readonly kind: "clash" } & ThreeTexts);

/** The merge from top to bottom, with its clashes, for people to decide one by one. */
export function mergeParts(texts: ThreeTexts): readonly MergePart[] {
  const base = linesOf(texts.base);
  const mine = linesOf(texts.mine);
  const theirs = linesOf(texts.theirs);
  const inMine = matchLines(base, mine);
  const inTheirs = matchLines(base, theirs);
  if (!inMine || !inTheirs) return [mergeChunk(texts)];

  const parts: MergePart[] = [];
  const add = (part: MergePart): void => {
    const last = parts.at(-1);
    if (part.kind === "agreed" && last?.kind === "agreed")
      parts[parts.length - 1] = { kind: "agreed", text: last.text + part.text };
    else if (part.kind === "clash" || part.text !== "") parts.push(part);
  };
  let [atBase, atMine, atTheirs] = [0, 0, 0];
  for (let index = 0; index <= base.length; index++) {
    const toMine = index === base.length ? mine.length : inMine[index];
    const toTheirs = index === base.length ? theirs.length : inTheirs[index];
    // Only a line that both kept connects the three texts.
    if (toMine === undefined || toTheirs === undefined) continue;
    add(
      mergeChunk({
        base: base.slice(atBase, index).join(""),
        mine: mine.slice(atMine, toMine).join(""),
        theirs: theirs.slice(atTheirs, toTheirs).join(""),
      }),
    );
    if (index < base.length) add({ kind: "agreed", text: base[index] as string });
    [atBase, atMine, atTheirs] = [index + 1, toMine + 1, toTheirs + 1];
  }
  return parts;
}

function mergeChunk({ base, mine, theirs }: ThreeTexts): MergePart {
  if (mine === theirs || theirs === base) return { kind: "agreed", text: mine };
  return mine === base ? { kind: "agreed", text: theirs } : { kind: "clash", base, mine, theirs };
}
