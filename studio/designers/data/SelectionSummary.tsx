import { Button } from "@mantine/core";
import { numberFormats } from "#engine/templates/format/number-format";
import { isNumeric } from "../../values/cell-text.ts";
import classes from "./grid.module.css";
import type { GridColumn } from "./grid-columns.ts";
import type { GridCommands } from "./grid-commands.ts";
import type { GridRow } from "./grid-row.ts";
import type { GridRange } from "./grid-selection.ts";
import { sumOf } from "./sum-of.ts";

/** How much is selected, the sum of its numbers, and what can be done with all of it. */
export function SelectionSummary(props: {
  readonly range: GridRange;
  readonly rows: readonly GridRow[];
  readonly columns: readonly GridColumn[];
  readonly commands: GridCommands;
  readonly canWrite: boolean;
  readonly onDeleteRows: () => void;
}) {
  const { range, commands } = props;
  const rows = props.rows.slice(range.top, range.bottom + 1);
  const columns = props.columns.slice(Math.max(range.left, 1) - 1, range.right);
  const sum = sumOf(numbersIn(rows, columns));
  const places = sum?.text.split(".")[1]?.length ?? 0;
  const written = sum && numberFormats(columns[0]?.context.locale ?? "en").grouped(sum.text, places);
  const counted = `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"}`;
  const isWholeRows = range.left <= 0 || columns.length === props.columns.length;
  return (
    <div className={classes.note} role="status">
      <p>
        {isWholeRows
          ? `${counted} selected`
          : `${counted}, ${columns.length} ${columns.length === 1 ? "column" : "columns"} selected`}
      </p>
      {sum && (
        <p className="tabular">
          Sum {written} of {sum.count}
        </p>
      )}
      {props.canWrite && (
        <div className={classes.noteActions}>
          {rows.length > 1 && !isWholeRows && (
            <Button size="xs" variant="default" onClick={() => commands.fillDown(range)}>
              Fill down
            </Button>
          )}
          {!isWholeRows && (
            <Button size="xs" variant="default" onClick={() => commands.clear(range)}>
              Empty
            </Button>
          )}
          <Button size="xs" variant="default" color="red" onClick={props.onDeleteRows}>
            Delete {counted}
          </Button>
        </div>
      )}
    </div>
  );
}

function numbersIn(rows: readonly GridRow[], columns: readonly GridColumn[]): readonly string[] {
  const names = columns.flatMap(({ field, name, context }) =>
    name !== undefined && isNumeric(field) && !context.key ? [name] : [],
  );
  return rows.flatMap(({ values }) =>
    names.flatMap((name) => {
      const value = values[name];
      return typeof value === "number" || typeof value === "string" ? [String(value)] : [];
    }),
  );
}
