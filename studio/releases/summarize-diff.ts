import type { DiffGroup } from "./describe-diff.ts";

const verbs = { "+": "Added", "-": "Removed", "~": "Changed" } as const;
const SHOWN = 4;

/** Headings whose lines have names of their own; under any other heading they belong to a model. */
const OF_THE_APP: ReadonlySet<string> = new Set(["App", "Pages", "Templates", "Access"]);
const ofModel = (model: string, words: string): string =>
  words === "The model" ? `the model ${model}` : `${words} (${model})`;

/** The settings are named with what changed of them: alone the word says nothing. */
function wordsOf(title: string, words: string, details: readonly string[]): string {
  if (title === "App" && words === "Settings" && details.length > 0) return `the settings (${details.join(", ")})`;
  return OF_THE_APP.has(title) ? words : ofModel(title, words);
}

/** "Added field Price, page List of Books and 2 more. Changed model Book.": a diff in a line. */
export function summarizeDiff(groups: readonly DiffGroup[]): string {
  const lines = groups.flatMap(({ title, lines: inside }) =>
    inside.map(({ sign, words, details }) => ({ sign, words: wordsOf(title, words, details) })),
  );
  if (lines.length === 0) return "Changed nothing.";
  return (["+", "~", "-"] as const)
    .map((sign) => ({ sign, words: lines.filter((line) => line.sign === sign).map((line) => line.words) }))
    .filter(({ words }) => words.length > 0)
    .map(({ sign, words }) => {
      const rest = words.length - SHOWN;
      return `${verbs[sign]} ${words.slice(0, SHOWN).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}.`;
    })
    .join(" ");
}
