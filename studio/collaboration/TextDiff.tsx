import { useMemo } from "react";
import { linesOf, matchLines } from "#engine/edits/match-lines";
import classes from "./history.module.css";

/** Lines around a change, to know where one is. */
const CONTEXT = 2;

interface Line {
  readonly sign: "+" | "-" | " " | "⋯";
  readonly text: string;
  readonly key: string;
}

/** What changed in a text, line by line; long stretches that are the same are folded. */
export function TextDiff({ before, after }: { readonly before: string; readonly after: string }) {
  const lines = useMemo(() => folded(diffLines(before, after)), [before, after]);
  return (
    <pre className={classes.diff}>
      {lines.map((line) => (
        <span key={line.key} className={classes.diffLine} data-sign={line.sign}>
          <span className={classes.sign} aria-hidden="true">
            {line.sign}
          </span>
          {line.sign === "+" || line.sign === "-" ? (
            <span className="visually-hidden">{line.sign === "+" ? "Added: " : "Removed: "}</span>
          ) : null}
          {line.text === "" ? " " : line.text}
        </span>
      ))}
    </pre>
  );
}

function diffLines(before: string, after: string): readonly Line[] {
  const old = linesOf(before);
  const next = linesOf(after);
  const matches = matchLines(old, next) ?? new Array<undefined>(old.length).fill(undefined);
  const lines: Line[] = [];
  let atNext = 0;
  const add = (sign: Line["sign"], text: string | undefined, key: string) =>
    lines.push({ sign, text: (text ?? "").replace(/\r?\n$/, ""), key });
  const addUntil = (end: number) => {
    for (; atNext < end; atNext++) add("+", next[atNext], `+${atNext}`);
  };
  for (const [index, line] of old.entries()) {
    const match = matches[index];
    if (match === undefined) add("-", line, `-${index}`);
    else {
      addUntil(match);
      add(" ", line, ` ${index}`);
      atNext = match + 1;
    }
  }
  addUntil(next.length);
  return lines;
}

function folded(lines: readonly Line[]): readonly Line[] {
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ sign }) => sign !== " ");
  const shown: Line[] = [];
  let hidden = 0;
  const fold = (key: string) => {
    if (hidden > 0) shown.push({ sign: "⋯", text: `${hidden} ${hidden === 1 ? "line" : "lines"}`, key: `⋯${key}` });
    hidden = 0;
  };
  for (const [index, line] of lines.entries()) {
    if (isNear(index)) {
      fold(line.key);
      shown.push(line);
    } else hidden += 1;
  }
  fold("end");
  return shown;
}
