import { SegmentedControl } from "@mantine/core";
import type { RefObject } from "react";
import { carriedNode } from "./carried-node.ts";
import { linkedName } from "./node-label.ts";
import { Palette } from "./Palette.tsx";
import classes from "./pages.module.css";
import { Structure } from "./Structure.tsx";
import type { DeskEdits } from "./use-desk-edits.ts";
import type { DeskGestures } from "./use-desk-gestures.ts";
import type { useDeskSide } from "./use-desk-side.ts";
import type { OutlineSelection } from "./use-outline-selection.ts";

interface Props extends Pick<OutlineSelection, "outline" | "rows" | "at" | "select"> {
  readonly shown: ReturnType<typeof useDeskSide>;
  readonly source: string;
  readonly edits: DeskEdits;
  readonly gestures: DeskGestures;
  readonly openTemplate: (name: string) => void;
  readonly onForm: () => void;
  /** On a narrow screen, where the page is not seen beside it. */
  readonly isAlone: boolean;
}

/** The structure of the page, or the parts that can be inserted. */
export function DeskSide(props: Props) {
  const { side, setSide } = props.shown;
  return (
    <div className={classes.side}>
      <SegmentedControl
        className={classes.sideTabs ?? ""}
        size="xs"
        aria-label="Structure or parts to insert"
        value={side}
        onChange={(value) => setSide(value as "structure" | "insert")}
        data={[
          { value: "structure", label: "Structure" },
          { value: "insert", label: "Insert" },
        ]}
      />
      {side === "structure" ? <StructureSide {...props} /> : <PaletteSide {...props} />}
    </div>
  );
}

function StructureSide(props: Props) {
  const { outline, rows, at, select, source, gestures, openTemplate } = props;
  const { actions, carry } = gestures;
  return (
    <Structure
      outline={outline}
      rows={rows}
      selected={at}
      target={carry.target}
      takesFocus={props.shown.takesFocus}
      actions={actions}
      onSelect={select}
      onOpen={(one) => {
        const name = one.kind === "include" ? linkedName(one, source) : undefined;
        if (name === undefined) gestures.write(one.from);
        else openTemplate(name);
      }}
      onCarry={(event, one) => carry.start(event, carriedNode(one, source))}
    />
  );
}

function PaletteSide({ outline, at, shown, edits, gestures, isAlone, onForm }: Props) {
  const { actions, carry } = gestures;
  return (
    <Palette
      outline={outline}
      selected={at}
      context={edits.insertable}
      search={shown.search as RefObject<HTMLInputElement | null>}
      anyRows={edits.anyRows}
      onInsert={(offer) => {
        if (offer.type.shows) {
          edits.askRows(offer);
          return false;
        }
        const isInserted = actions.insert(offer.source, `Insert ${offer.type.label}`);
        // Without the page beside it, the structure shows where the new part is.
        if (isInserted && isAlone) shown.toStructure();
        return isInserted;
      }}
      onChoose={shown.noteChoice}
      onInserted={shown.toStructure}
      onForm={onForm}
      onCarry={(event, { type, source: piece }) =>
        carry.start(event, { kind: "piece", source: piece, label: type.label, type })
      }
    />
  );
}
