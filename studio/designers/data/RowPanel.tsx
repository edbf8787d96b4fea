import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { AppId } from "#contract/platform-ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { fieldTypeOf } from "#engine/field-types/registry";
import { InspectorPanel } from "../../components/InspectorPanel.tsx";
import { bareKey, shortKey } from "../../values/short-key.ts";
import classes from "./data.module.css";
import type { GridColumn } from "./grid-columns.ts";
import { type GridCommands, shownText } from "./grid-commands.ts";
import { type GridRow, isWarned } from "./grid-row.ts";
import { ListField } from "./ListField.tsx";
import { RowField } from "./RowField.tsx";
import { RowHistory } from "./RowHistory.tsx";
import { isLines, RowLines } from "./RowLines.tsx";

/** All fields of one row beneath each other: long texts have room, and a phone needs no scrolling sideways. */
export function RowPanel(props: {
  readonly appId: AppId;
  readonly live: DefinitionReader;
  readonly over: string;
  readonly row: GridRow;
  readonly columns: readonly GridColumn[];
  readonly commands: GridCommands;
  readonly canWrite: boolean;
  /** The model of the row. */
  readonly model: ModelRecord;
  readonly onStep: (by: 1 | -1) => void;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}) {
  const { live, row, columns, commands, onStep } = props;
  const shown = columns.filter((column) => column.live !== undefined && column.name !== undefined);
  const title = row.id === undefined ? "New row" : (titleOf(row, shown) ?? shortKey(row.id));
  return (
    <InspectorPanel
      name={`Row ${row.id === undefined ? "that is new" : bareKey(row.id)}`}
      over={props.over}
      title={title}
      isForReading
      actions={
        <>
          <Step label="Row before" onClick={() => onStep(-1)} icon={<IconArrowUp size={16} stroke={1.5} />} />
          <Step label="Next row" onClick={() => onStep(1)} icon={<IconArrowDown size={16} stroke={1.5} />} />
        </>
      }
      onClose={props.onClose}
    >
      <div className={classes.rowFields}>
        {shown.map((column) =>
          column.list && isLines(column.list.collection) ? (
            <RowLines key={`${row.key} ${column.field.id}`} {...props} list={column.list} label={column.field.label} />
          ) : column.list ? (
            <ListField key={`${row.key} ${column.field.id}`} {...props} column={column} list={column.list} />
          ) : (
            <RowField key={`${row.key} ${column.field.id}`} {...props} column={column} />
          ),
        )}
      </div>
      {props.canWrite && (
        <div className={classes.rowActions}>
          {isWarned(row) && (
            <Button size="xs" onClick={() => commands.saveAnyway(row.key)}>
              Save anyway
            </Button>
          )}
          {row.id === undefined && !isWarned(row) && (
            <Button size="xs" onClick={() => commands.leave(row.key)}>
              Save row
            </Button>
          )}
          <Button size="xs" variant="default" color="red" onClick={props.onDelete}>
            Delete row
          </Button>
        </div>
      )}
      {row.id !== undefined && live.model(props.model.id)?.history && (
        <RowHistory
          key={row.key}
          appId={props.appId}
          modelId={props.model.id}
          row={row}
          rowId={row.id}
          columns={shown}
          commands={commands}
        />
      )}
    </InspectorPanel>
  );
}

function Step(props: { readonly label: string; readonly icon: ReactNode; readonly onClick: () => void }) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon aria-label={props.label} onClick={props.onClick}>
        {props.icon}
      </ActionIcon>
    </Tooltip>
  );
}

/** The first text that the row has: what people call it by. */
function titleOf(row: GridRow, columns: readonly GridColumn[]): string | undefined {
  const texts = columns
    .filter(({ field, list }) => !list && fieldTypeOf(field.type)?.can.title)
    .map((column) => shownText(row, column));
  return texts.find((text) => text !== "");
}
