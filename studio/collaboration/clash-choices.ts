import type { MergePart } from "#engine/edits/merge-text";

export type Choice = "mine" | "theirs" | "both";
type Clash = Extract<MergePart, { kind: "clash" }>;

/** A decision holds for these two versions of these lines: when either changes, it is asked again. */
export const choiceKey = (clash: Clash): string => `${clash.mine}\0${clash.theirs}`;

/** The text that the decisions make; what is not decided yet stands with both, mine first. */
export const resultOf = (parts: readonly MergePart[], choices: ReadonlyMap<string, Choice>): string =>
  parts.map((part) => (part.kind === "agreed" ? part.text : chosen(part, choices.get(choiceKey(part))))).join("");

function chosen(clash: Clash, choice: Choice | undefined): string {
  if (choice === "mine") return clash.mine;
  if (choice === "theirs") return clash.theirs;
  return clash.mine === "" || clash.mine.endsWith("\n") ? clash.mine + clash.theirs : `${clash.mine}\n${clash.theirs}`;
}
