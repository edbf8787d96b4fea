import { Button, CopyButton, Modal, Textarea } from "@mantine/core";
import { useId, useMemo, useState } from "react";
import { type MergePart, mergeParts } from "#engine/edits/merge-text";
import type { TextConflict } from "../draft-session/draft-view.ts";
import { useDraftSession } from "../draft-session/react/session-context.ts";
import { useReader } from "../draft-session/react/use-draft.ts";
import { ClashView } from "./ClashView.tsx";
import { type Choice, choiceKey, resultOf } from "./clash-choices.ts";
import { recordLabel } from "./record-label.ts";
import classes from "./text-conflicts.module.css";

/** A part has no name of its own but its place. */
const named = (parts: readonly MergePart[]) => parts.map((part, index) => ({ part, name: `${part.kind} ${index}` }));

/**
 * Two versions of one text, clash by clash: mine, theirs or both, or the result written by hand. What only one of the
 * two changed is merged already. Closing decides nothing and loses nothing.
 */
export function TextConflictDialog({
  conflict,
  onClose,
}: {
  readonly conflict: TextConflict;
  readonly onClose: () => void;
}) {
  const session = useDraftSession();
  const reader = useReader();
  const headingId = useId();
  const { base, mine, by } = conflict;
  const theirs = conflict.theirs ?? "";
  const parts = useMemo(() => mergeParts({ base, mine, theirs }), [base, mine, theirs]);
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map());
  /** Written by hand, and what the other's version was when that began. */
  const [written, setWritten] = useState<{ readonly text: string; readonly against: string }>();
  const clashes = parts.filter((part) => part.kind === "clash");
  const open = clashes.filter((clash) => !choices.has(choiceKey(clash))).length;
  const chooseAll = (choice: Choice) => {
    setWritten(undefined);
    setChoices(new Map(clashes.map((clash) => [choiceKey(clash), choice])));
  };
  const save = () => {
    const text = written?.text ?? resultOf(parts, choices);
    if (session.resolveText(conflict.id, text, written?.against ?? theirs).ok) onClose();
  };
  const isDeleted = conflict.theirs === undefined;
  return (
    <Modal
      opened
      onClose={onClose}
      size={1040}
      title={`Two versions of ${recordLabel(reader, conflict.recordId)}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className={classes.dialog}>
        {isDeleted ? (
          <>
            <p>{by} deleted it while you were writing. Your text is kept here until you let it go.</p>
            <pre className={classes.lines}>{mine}</pre>
          </>
        ) : (
          <>
            <p className={classes.about}>
              {by} and you changed the same lines. Everything else is merged already.{" "}
              {clashes.length > 1 ? "For all of them: " : "Take: "}
              <Button size="compact-xs" variant="default" onClick={() => chooseAll("mine")}>
                Mine
              </Button>{" "}
              <Button size="compact-xs" variant="default" onClick={() => chooseAll("theirs")}>
                {by}'s
              </Button>
            </p>
            {named(parts).map(({ part, name }) => (
              <ClashView
                key={name}
                part={part}
                by={by}
                choice={part.kind === "clash" ? choices.get(choiceKey(part)) : undefined}
                isOff={written !== undefined}
                onChoose={(choice) => {
                  if (part.kind === "clash") setChoices(new Map(choices).set(choiceKey(part), choice));
                }}
              />
            ))}
            <section aria-labelledby={headingId} className={classes.result}>
              <header className={classes.resultHead}>
                <h3 id={headingId}>Result</h3>
                {written ? (
                  <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setWritten(undefined)}>
                    Back to choosing
                  </Button>
                ) : (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    color="gray"
                    onClick={() => setWritten({ text: resultOf(parts, choices), against: theirs })}
                  >
                    Write it by hand
                  </Button>
                )}
              </header>
              {written ? (
                <Textarea
                  aria-labelledby={headingId}
                  autosize
                  minRows={6}
                  maxRows={18}
                  spellCheck={false}
                  classNames={{ input: classes.written ?? "" }}
                  value={written.text}
                  onChange={(event) => setWritten({ ...written, text: event.currentTarget.value })}
                />
              ) : (
                <pre className={classes.lines} data-quiet={open > 0 || undefined}>
                  {resultOf(parts, choices)}
                </pre>
              )}
            </section>
          </>
        )}
      </div>
      <footer className={classes.foot}>
        <CopyButton value={mine}>
          {({ copied, copy }) => (
            <Button variant="subtle" color="gray" onClick={copy}>
              {copied ? "Copied" : "Copy mine"}
            </Button>
          )}
        </CopyButton>
        <span className={classes.gap} />
        <span className={classes.open} role="status">
          {!written && open > 0 && !isDeleted ? `${open} of ${clashes.length} to decide` : ""}
        </span>
        <Button variant="default" onClick={onClose}>
          Not now
        </Button>
        {isDeleted ? (
          <Button color="red" onClick={() => session.dropText(conflict.id)}>
            Let mine go
          </Button>
        ) : (
          <Button disabled={!written && open > 0} onClick={save}>
            Save the result
          </Button>
        )}
      </footer>
    </Modal>
  );
}
