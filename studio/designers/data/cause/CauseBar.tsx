import { Button } from "@mantine/core";
import { IconEraser, IconMathFunction, IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { OffendingCause, RowKey } from "#contract/http/data";
import { BackToPlan } from "../../../releases/BackToPlan.tsx";
import dataClasses from "../data.module.css";
import type { GridRow } from "../grid-row.ts";
import type { SheetProps } from "../sheet-props.ts";
import classes from "./cause.module.css";
import { FillByFormula } from "./FillByFormula.tsx";
import { useMending } from "./use-mending.ts";

/** Which rows are shown because the plan names them, and what can be done with them at once. */
export function CauseBar(props: SheetProps & { readonly onShowAll: () => void }) {
  const { rows, canWrite } = props;
  const { cause, session } = rows;
  const [isFilling, setFilling] = useState(false);
  const mending = useMending(session);
  const fieldId = props.address[0].cause;
  const column = rows.allColumns.find(({ field }) => field.id === fieldId);
  const now = cause.found?.causes[0];
  if (!cause.found || !column) return null;
  const { name } = column;
  const canChange = canWrite && column.canEdit && name !== undefined && now !== undefined && !mending.isBusy;
  const others = now ? now.keys.filter((key) => !cause.listed?.includes(key)).length : 0;
  return (
    <section className={classes.bar} aria-label="Rows that the plan names">
      <div className={classes.line}>
        <span className={dataClasses.chip}>
          <span className={dataClasses.chipText}>{chipText(now, cause.listed)}</span>
          <button type="button" className={dataClasses.chipRemove} aria-label="Show all rows" onClick={props.onShowAll}>
            <IconX size={14} stroke={1.75} aria-hidden />
          </button>
        </span>
        {canChange && now.canBeEmptied && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconEraser size={14} stroke={1.5} aria-hidden />}
            onClick={() =>
              void mending.write(now.keys, { label: `Empty ${column.field.label}`, valuesFor: emptied(name) })
            }
          >
            Empty them
          </Button>
        )}
        {canChange && (
          <Button
            size="xs"
            variant="default"
            aria-expanded={isFilling}
            leftSection={<IconMathFunction size={14} stroke={1.5} aria-hidden />}
            onClick={() => setFilling(!isFilling)}
          >
            Fill by formula
          </Button>
        )}
        {mending.progress && (
          <span role="status" className={classes.progress}>
            {mending.progress.state === "stopped" && "Stopped: "}
            {mending.progress.done.toLocaleString("en")} of {mending.progress.total.toLocaleString("en")} rows written
          </span>
        )}
        {mending.isBusy && (
          <Button
            size="xs"
            variant="default"
            disabled={mending.progress?.state === "stopping"}
            onClick={mending.cancel}
          >
            Cancel
          </Button>
        )}
        {others > 0 && !mending.isBusy && (
          <Button size="xs" variant="subtle" color="gray" onClick={cause.showNext}>
            Show the next {others}
          </Button>
        )}
        <span className={classes.back}>
          <BackToPlan plan={cause.found.plan} />
        </span>
      </div>
      {isFilling && canChange && (
        <FillByFormula
          draftId={props.app.draftId}
          column={column}
          keys={now.keys}
          onFill={(values) => {
            setFilling(false);
            void mending.write([...values.keys()], {
              label: `Fill ${column.field.label}`,
              valuesFor: (row) => ({ [name]: values.get(row.id as RowKey) ?? null }),
            });
          }}
          onClose={() => setFilling(false)}
        />
      )}
    </section>
  );
}

const emptied = (name: string) => (_row: GridRow) => ({ [name]: null });

/** "12 rows: ISBN is the same as in another row". */
function chipText(now: OffendingCause | undefined, listed: readonly RowKey[] | undefined): string {
  if (!now) return listed === undefined || listed.length === 0 ? "No row is in the way" : "These rows are mended";
  const rows = now.count === 1 ? "1 row" : `${now.count.toLocaleString("en")} rows`;
  const first = now.count > now.keys.length ? `, the first ${now.keys.length} are shown` : "";
  return `${rows}: ${now.sentence}${first}`;
}
