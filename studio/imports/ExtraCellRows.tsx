import { Button } from "@mantine/core";
import type { BadRow, BadValueAction } from "#contract/http/imports";
import { BadColumnRows } from "./BadColumnRows.tsx";

/** Rows with more cells than the header, and what may become of them. */
export function ExtraCellRows(props: {
  readonly rows: readonly BadRow[];
  readonly onChange: (action: BadValueAction) => void;
  /** Takes the cells as columns, where that can be. */
  readonly keep?: { readonly columns: number; readonly onKeep: () => void };
}) {
  const { rows, keep, onChange } = props;
  return (
    <BadColumnRows
      name="Rows with too many cells"
      readAs={null}
      rows={rows}
      hint="Often a value has the delimiter in it and stands without quotation marks: then those after it are one column off."
    >
      {keep && (
        <Button size="xs" variant="light" onClick={keep.onKeep}>
          {keep.columns === 1 ? "Make them a column" : `Make them ${keep.columns} columns`}
        </Button>
      )}
      <Button size="xs" variant="default" onClick={() => onChange("blank")}>
        Import without the extra cells
      </Button>
      <Button size="xs" variant="default" onClick={() => onChange("skip_row")}>
        Skip these rows
      </Button>
    </BadColumnRows>
  );
}
