import { Button, CopyButton, Modal } from "@mantine/core";
import type { MergePart } from "#engine/edits/merge-text";
import type { TextConflict } from "../draft-session/draft-view.ts";
import { useDraftSession } from "../draft-session/react/session-context.ts";
import { useReader } from "../draft-session/react/use-draft.ts";
import { ClashView } from "./ClashView.tsx";
import { recordLabel } from "./record-label.ts";
import { TextResult } from "./TextResult.tsx";
import classes from "./text-conflicts.module.css";
import { useTextDecision } from "./use-text-decision.ts";

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
  const decision = useTextDecision(conflict);
  const { mine, by } = conflict;
  const isDeleted = conflict.theirs === undefined;
  const isOpen = decision.written === undefined && decision.open > 0;
  const save = () => {
    const { text, against } = decision.decided;
    if (session.resolveText(conflict.id, text, against).ok) onClose();
  };
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
          <Clashes by={by} decision={decision} />
        )}
      </div>
      <footer className={classes.foot}>
        <CopyMine text={mine} />
        <span className={classes.gap} />
        <span className={classes.open} role="status">
          {isOpen && !isDeleted ? `${decision.open} of ${decision.clashes} to decide` : ""}
        </span>
        <Button variant="default" onClick={onClose}>
          Not now
        </Button>
        {isDeleted ? (
          <Button color="red" onClick={() => session.dropText(conflict.id)}>
            Let mine go
          </Button>
        ) : (
          <Button disabled={isOpen} onClick={save}>
            Save the result
          </Button>
        )}
      </footer>
    </Modal>
  );
}

function Clashes(props: { readonly by: string; readonly decision: ReturnType<typeof useTextDecision> }) {
  const { by, decision } = props;
  return (
    <>
      <p className={classes.about}>
        {by} and you changed the same lines. Everything else is merged already.{" "}
        {decision.clashes > 1 ? "For all of them: " : "Take: "}
        <Button size="compact-xs" variant="default" onClick={() => decision.chooseAll("mine")}>
          Mine
        </Button>{" "}
        <Button size="compact-xs" variant="default" onClick={() => decision.chooseAll("theirs")}>
          {by}'s
        </Button>
      </p>
      {named(decision.parts).map(({ part, name }) => (
        <ClashView
          key={name}
          part={part}
          by={by}
          choice={decision.choiceOf(part)}
          isOff={decision.written !== undefined}
          onChoose={(choice) => decision.choose(part, choice)}
        />
      ))}
      <TextResult
        chosen={decision.chosen}
        isOpen={decision.open > 0}
        written={decision.written}
        onWrite={decision.write}
      />
    </>
  );
}

const CopyMine = ({ text }: { readonly text: string }) => (
  <CopyButton value={text}>
    {({ copied, copy }) => (
      <Button variant="subtle" color="gray" onClick={copy}>
        {copied ? "Copied" : "Copy mine"}
      </Button>
    )}
  </CopyButton>
);
