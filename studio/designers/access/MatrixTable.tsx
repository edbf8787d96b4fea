import { IconChevronRight } from "@tabler/icons-react";
import { useLayoutEffect, useRef, useState } from "react";
import type { ModelId } from "#engine/definition/ids";
import { ruleActions } from "#engine/definition/records/access";
import type { ModelRecord } from "#engine/definition/records/model";
import type { GrantPlace } from "#engine/edits/commands/grants";
import { fieldActionsOf } from "#engine/review/field-actions";
import { useApp } from "../../session/use-app.ts";
import { useRowCounts } from "../../session/use-row-counts.ts";
import classes from "./access.module.css";
import { FieldButton, type FieldPlace } from "./FieldButton.tsx";
import { GrantButton } from "./GrantButton.tsx";
import { keepTabStop, moveInGrid } from "./grid-focus.ts";
import { actionLetters, actionVerbs } from "./matrix-columns.ts";
import type { Matrix } from "./use-matrix.ts";

export interface MatrixProps {
  readonly matrix: Matrix;
  readonly onOpen: (place: GrantPlace) => void;
  readonly onOpenField: (place: FieldPlace) => void;
}

/** Models and their fields by those whom rules are for. */
export function MatrixTable(props: MatrixProps) {
  const { columns, reader } = props.matrix;
  const table = useRef<HTMLTableElement>(null);
  const last = useRef<Element>(undefined);
  const [open, setOpen] = useState<ReadonlySet<ModelId>>(new Set());
  // Rows come and go; one button of the whole table is reached by Tab.
  useLayoutEffect(() => keepTabStop(table.current, last.current));
  const toggle = (id: ModelId) =>
    setOpen(new Set(open.has(id) ? [...open].filter((each) => each !== id) : [...open, id]));
  return (
    <div className={classes.scroll}>
      <table
        ref={table}
        className={classes.matrix}
        aria-label="Who may do what"
        onKeyDown={moveInGrid}
        onFocus={(event) => {
          last.current = event.target;
          keepTabStop(event.currentTarget, event.target);
        }}
      >
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              Model
            </th>
            {columns.map(({ who, label }) => (
              <th key={who} scope="colgroup" colSpan={4} className={classes.first}>
                {label}
              </th>
            ))}
          </tr>
          <tr>
            {columns.flatMap(({ who }) =>
              ruleActions.map((action, index) => (
                <th key={who + action} scope="col" className={index === 0 ? classes.first : undefined}>
                  <abbr title={actionVerbs[action]}>{actionLetters[action]}</abbr>
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {reader.models.flatMap((model) => [
            <ModelRow
              key={model.id}
              {...props}
              model={model}
              isOpen={open.has(model.id)}
              onToggle={() => toggle(model.id)}
            />,
            ...(open.has(model.id) ? [<FieldRows key={`${model.id} fields`} {...props} model={model} />] : []),
          ])}
        </tbody>
      </table>
    </div>
  );
}

function ModelRow({
  matrix,
  onOpen,
  model,
  isOpen,
  onToggle,
}: MatrixProps & { readonly model: ModelRecord; readonly isOpen: boolean; readonly onToggle: () => void }) {
  const count = useRowCounts(useApp().id)[model.id];
  return (
    <tr>
      <th scope="row">
        <button type="button" className={classes.model} aria-expanded={isOpen} onClick={onToggle}>
          <IconChevronRight size={14} stroke={1.75} aria-hidden />
          {model.pluralLabel ?? model.label}
        </button>
        {count !== undefined && (
          <span className={classes.count}>
            {count} {count === "1" ? "row" : "rows"}
          </span>
        )}
      </th>
      {matrix.columns.flatMap((column) =>
        ruleActions.map((action, index) => (
          <td key={column.who + action} className={index === 0 ? classes.first : undefined}>
            <GrantButton
              matrix={matrix}
              column={column}
              place={{ modelId: model.id, action, who: column.who }}
              onOpen={onOpen}
            />
          </td>
        )),
      )}
    </tr>
  );
}

function FieldRows({ matrix, onOpenField, model }: MatrixProps & { readonly model: ModelRecord }) {
  return matrix.reader.fields(model.id).map((field) => (
    <tr key={field.id} className={classes.field}>
      <th scope="row">{field.label}</th>
      {matrix.columns.map((column) => (
        <td key={column.who} colSpan={4} className={classes.first}>
          <div className={classes.fieldGrants}>
            {fieldActionsOf(field).map((action) => (
              <FieldButton
                key={action}
                matrix={matrix}
                column={column}
                field={field}
                action={action}
                onOpen={onOpenField}
              />
            ))}
          </div>
        </td>
      ))}
    </tr>
  ));
}
