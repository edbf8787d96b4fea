import { useMemo, useState } from "react";
import { type MergePart, mergeParts } from "#engine/edits/merge-text";
import type { TextConflict } from "../draft-session/draft-view.ts";
import { type Choice, choiceKey, resultOf } from "./clash-choices.ts";

/** The decision between two versions of a text, while it is being made: chosen clash by clash, or written by hand. */
export function useTextDecision(conflict: TextConflict) {
  const { base, mine } = conflict;
  const theirs = conflict.theirs ?? "";
  const parts = useMemo(() => mergeParts({ base, mine, theirs }), [base, mine, theirs]);
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map());
  /** Written by hand, and what the other's version was when that began. */
  const [written, setWritten] = useState<{ readonly text: string; readonly against: string }>();
  const clashes = parts.filter((part) => part.kind === "clash");
  const chosen = resultOf(parts, choices);
  return {
    parts,
    clashes: clashes.length,
    /** How many clashes nothing is chosen for. */
    open: clashes.filter((clash) => !choices.has(choiceKey(clash))).length,
    choiceOf: (part: MergePart) => (part.kind === "clash" ? choices.get(choiceKey(part)) : undefined),
    choose: (part: MergePart, choice: Choice) => {
      if (part.kind === "clash") setChoices(new Map(choices).set(choiceKey(part), choice));
    },
    chooseAll: (choice: Choice) => {
      setWritten(undefined);
      setChoices(new Map(clashes.map((clash) => [choiceKey(clash), choice])));
    },
    chosen,
    written: written?.text,
    write: (text: string | undefined) =>
      setWritten(text === undefined ? undefined : { text, against: written?.against ?? theirs }),
    /** What to save, and which version of the other's the person saw. */
    decided: { text: written?.text ?? chosen, against: written?.against ?? theirs },
  };
}
