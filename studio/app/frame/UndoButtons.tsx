import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Kbd } from "../../components/Kbd.tsx";
import { useDraftActions, useDraftPart } from "../../draft-session/react/use-draft.ts";
import { IfMay } from "../../session/IfMay.tsx";
import { useScreenUndo } from "../../session/screen-undo.ts";
import classes from "./TopBar.module.css";

/** Undo and redo of what the screen edits: the draft, or rows on the screen Data. */
export function UndoButtons() {
  const own = useScreenUndo((state) => state.current);
  if (own) return <Steps undoLabel={own.label} redoLabel={own.redoLabel} undo={own.undo} redo={own.redo} />;
  return (
    <IfMay action="edit">
      <DraftUndo />
    </IfMay>
  );
}

function DraftUndo() {
  const undoState = useDraftPart((view) => view.undoState);
  const { undo, redo } = useDraftActions();
  return <Steps undoLabel={undoState.undo} redoLabel={undoState.redo} undo={undo} redo={redo} />;
}

interface StepsProps {
  readonly undoLabel: string | null | undefined;
  readonly redoLabel: string | null | undefined;
  readonly undo: () => void;
  readonly redo: () => void;
}

function Steps({ undoLabel = null, redoLabel = null, undo, redo }: StepsProps) {
  return (
    <div className={classes.undo}>
      <StepButton name="Undo" keys="⌘ Z" label={undoLabel} onClick={undo}>
        <IconArrowBackUp size={16} stroke={1.5} />
      </StepButton>
      <StepButton name="Redo" keys="⇧ ⌘ Z" label={redoLabel} onClick={redo}>
        <IconArrowForwardUp size={16} stroke={1.5} />
      </StepButton>
    </div>
  );
}

function StepButton(props: {
  readonly name: "Undo" | "Redo";
  readonly keys: string;
  /** What the step is; null if there is none. */
  readonly label: string | null;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) {
  const { name, label } = props;
  return (
    <Tooltip
      label={
        label === null ? (
          `Nothing to ${name.toLowerCase()}`
        ) : (
          <>
            {name}: {label} <Kbd keys={props.keys} />
          </>
        )
      }
    >
      <ActionIcon
        aria-label={label === null ? name : `${name}: ${label}`}
        aria-disabled={label === null}
        data-off={label === null || undefined}
        onClick={props.onClick}
      >
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}
