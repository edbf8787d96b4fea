import { Radio } from "@mantine/core";
import { useId } from "react";
import type { MergePart } from "#engine/edits/merge-text";
import type { Choice } from "./clash-choices.ts";
import classes from "./text-conflicts.module.css";

/** Lines around a clash, to know where one is. */
const CONTEXT = 2;

/** One stretch of the merge: a few agreed lines for orientation, or the two versions of a clash with their choice. */
export function ClashView(props: {
  readonly part: MergePart;
  readonly by: string;
  readonly choice: Choice | undefined;
  readonly isOff: boolean;
  readonly onChoose: (choice: Choice) => void;
}) {
  const { part, by, choice, isOff } = props;
  const name = useId();
  if (part.kind === "agreed") return <pre className={classes.context}>{contextOf(part.text)}</pre>;
  const sides = [
    ["mine", "Mine", part.mine],
    ["theirs", `${by}'s`, part.theirs],
  ] as const;
  return (
    <fieldset className={classes.clash} data-off={isOff || undefined} disabled={isOff}>
      <legend className="visually-hidden">Which lines stand?</legend>
      <div className={classes.sides}>
        {sides.map(([side, title, lines]) => (
          <div key={side} className={classes.side} data-chosen={choice === side || choice === "both" || undefined}>
            <Radio
              name={name}
              label={title}
              checked={choice === side}
              disabled={isOff}
              onChange={() => props.onChoose(side)}
            />
            <pre className={classes.lines}>{lines === "" ? <em>Nothing: the lines are deleted</em> : lines}</pre>
          </div>
        ))}
      </div>
      <Radio
        name={name}
        label="Both, mine first"
        checked={choice === "both"}
        disabled={isOff}
        onChange={() => props.onChoose("both")}
      />
    </fieldset>
  );
}

function contextOf(text: string): string {
  const lines = text.replace(/\n$/, "").split("\n");
  if (lines.length <= CONTEXT * 2 + 1) return lines.join("\n");
  return [...lines.slice(0, CONTEXT), `⋯ ${lines.length - CONTEXT * 2} lines`, ...lines.slice(-CONTEXT)].join("\n");
}
