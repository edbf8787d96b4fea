import { IconCheck, IconMinus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { AppId } from "#contract/platform-ids";
import { pointsTo } from "#engine/definition/records/field";
import { holdsChoices } from "#engine/field-types/registry";
import { editorOf } from "../../field-editors/field-editors.ts";
import { ChoiceDot } from "../../field-editors/values/ChoiceDot.tsx";
import { PresenceRing } from "../../presence/PresenceMark.tsx";
import { cellKey } from "../../presence/presence-store.ts";
import { isNumeric, isYesNo } from "../../values/cell-text.ts";
import { CellMessage } from "./CellMessage.tsx";
import classes from "./grid.module.css";
import type { GridColumn } from "./grid-columns.ts";
import { shownText } from "./grid-commands.ts";
import type { CellIssue, GridRow } from "./grid-row.ts";
import { ListValue } from "./ListValue.tsx";

interface GridCellProps {
  readonly appId: AppId;
  readonly id: string;
  readonly index: number;
  readonly row?: GridRow;
  readonly column?: GridColumn;
  /** Instead of a value: the gutter. */
  readonly text?: string;
  /** What stands before that text. */
  readonly before?: ReactNode;
  /** The whole of a text that is cut. */
  readonly title?: string | undefined;
  readonly className?: string | undefined;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly editor?: ReactNode;
  readonly onDown: (extend: boolean) => void;
  readonly onEnter: () => void;
  readonly onEdit?: () => void;
}

export function GridCell(props: GridCellProps) {
  const { row, column } = props;
  const issue = row && column?.name !== undefined ? row.issues[column.name] : undefined;
  return (
    // biome-ignore lint/a11y/useSemanticElements: the grid's rows are virtual (Grid.tsx)
    <div
      role="gridcell"
      tabIndex={-1}
      id={props.id}
      title={props.title}
      aria-colindex={props.index}
      aria-selected={props.isSelected}
      aria-readonly={column ? !column.canEdit : undefined}
      aria-invalid={issue ? true : undefined}
      className={props.className ?? classes.cell}
      style={column ? { width: column.width } : undefined}
      data-active={props.isActive || undefined}
      data-selected={props.isSelected || undefined}
      data-issue={issue?.kind}
      data-unpublished={(column && column.name === undefined) || undefined}
      data-numeric={(column && isNumeric(column.field)) || undefined}
      data-editing={props.editor ? true : undefined}
      onPointerDown={(event) => {
        // A right click outside the selection selects the cell that its menu is for.
        if (event.button === 2 && !props.isSelected) props.onDown(false);
        if (event.button !== 0 || props.editor) return;
        props.onDown(event.shiftKey);
      }}
      onPointerEnter={props.onEnter}
      onDoubleClick={() => props.onEdit?.()}
    >
      {props.editor ??
        (row && column ? (
          <CellValue appId={props.appId} row={row} column={column} issue={issue} />
        ) : (
          <>
            {props.before}
            {props.text}
          </>
        ))}
      {props.isActive && !props.editor && issue && issue.kind !== "waiting" ? <CellMessage issue={issue} /> : null}
      {row?.id !== undefined && column ? (
        <PresenceRing on={cellKey(column.field.id, String(row.id))} look="inside" />
      ) : null}
    </div>
  );
}

function CellValue({
  appId,
  row,
  column,
  issue,
}: {
  readonly appId: AppId;
  readonly row: GridRow;
  readonly column: GridColumn;
  readonly issue: CellIssue | undefined;
}) {
  if (column.name === undefined) return <span className="visually-hidden">not published</span>;
  if (column.list && issue?.kind !== "unreadable") return <ListValue appId={appId} row={row} list={column.list} />;
  if (issue) {
    const given = issue.kind === "unreadable" ? issue.text : issue.kind === "conflict" ? issue.yours : issue.value;
    return (
      <span className={classes.value}>
        {typeof given === "object" && given !== null ? JSON.stringify(given) : String(given ?? "")}
      </span>
    );
  }
  const value = row.values[column.name];
  if (isYesNo(column.field)) {
    if (value === true) return <IconCheck size={16} stroke={2} aria-label="yes" className={classes.yes} />;
    if (value === false) return <IconMinus size={16} stroke={1.5} aria-label="no" className={classes.no} />;
    return null;
  }
  const text = shownText(row, column);
  if (text === "") return null;
  if (holdsChoices(column.field)) {
    const colour = column.context.choices.find((choice) => choice.value === value)?.colour;
    return (
      <span className={classes.choice}>
        <ChoiceDot colour={colour} />
        {text}
      </span>
    );
  }
  if (pointsTo(column.field) !== undefined) return <span className={classes.relation}>{text}</span>;
  const { Mark } = editorOf(column.field.type);
  return (
    <span className={classes.value}>
      {Mark && value !== undefined ? <Mark value={value} /> : null}
      {text}
    </span>
  );
}
