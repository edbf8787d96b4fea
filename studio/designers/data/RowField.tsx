import { Button } from "@mantine/core";
import { useState } from "react";
import type { AppId } from "#contract/platform-ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { FieldRow } from "../../components/FieldRow.tsx";
import { editorOf } from "../../field-editors/field-editors.ts";
import { limitOfRelation } from "./choice-limit.ts";
import classes from "./data.module.css";
import { type GridColumn, relationTarget } from "./grid-columns.ts";
import { type GridCommands, shownText } from "./grid-commands.ts";
import type { GridRow } from "./grid-row.ts";
import { TitlePicker } from "./TitlePicker.tsx";

interface Props {
  readonly appId: AppId;
  readonly live: DefinitionReader;
  readonly row: GridRow;
  readonly column: GridColumn;
  readonly commands: Pick<GridCommands, "set" | "relate">;
}

/** One field of a row in a panel, with its label, its input and what was refused. */
export function RowField({ appId, live, row, column, commands }: Props) {
  const field = column.live ?? column.field;
  const name = column.name as string;
  const issue = row.issues[name];
  const id = `row-${row.key}-${field.id}`;
  const { Value } = editorOf(field.type);
  const value = issue && "value" in issue ? issue.value : row.values[name];
  const isRelation = relationTarget(field) !== undefined;
  return (
    <FieldRow
      label={field.required && column.canEdit ? `${field.label} (needed)` : field.label}
      {...(isRelation ? {} : { htmlFor: id })}
      refusal={issue && issue.kind !== "waiting" ? issue.message : undefined}
    >
      <Value
        id={id}
        field={field}
        value={value}
        context={column.context}
        isDisabled={!column.canEdit}
        onChange={(next) => commands.set({ row, column }, next)}
        {...(isRelation
          ? {
              relationPicker: <RelationField appId={appId} live={live} row={row} column={column} commands={commands} />,
            }
          : {})}
      />
    </FieldRow>
  );
}

function RelationField(props: Props) {
  const { live, row, column, commands } = props;
  const [isOpen, setOpen] = useState(false);
  const target = live.model(relationTarget(column.live ?? column.field) as `mdl_${string}`);
  const text = shownText(row, column);
  const value = row.values[column.name ?? ""];
  if (!target) return null;
  if (!isOpen || !column.canEdit) {
    return (
      <div className={classes.relationValue}>
        <span className={text === "" ? classes.quiet : undefined}>{text === "" ? "Nothing chosen" : text}</span>
        {column.canEdit && (
          <>
            <Button
              size="xs"
              variant="default"
              aria-label={`Choose ${column.field.label}`}
              onClick={() => setOpen(true)}
            >
              Choose
            </Button>
            {text !== "" && !column.live?.required && (
              <Button
                size="xs"
                variant="subtle"
                color="gray"
                aria-label={`Empty ${column.field.label}`}
                onClick={() => commands.relate({ row, column }, null)}
              >
                Empty
              </Button>
            )}
          </>
        )}
      </div>
    );
  }
  return (
    <TitlePicker
      appId={props.appId}
      live={live}
      modelId={target.id}
      label={target.label}
      current={typeof value === "number" || typeof value === "string" ? value : undefined}
      limit={limitOfRelation(live, column.live, row.values)}
      onPick={(picked) => {
        commands.relate({ row, column }, picked);
        setOpen(false);
      }}
      onClose={() => setOpen(false)}
    />
  );
}
