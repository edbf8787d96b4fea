import { Button } from "@mantine/core";
import { EmptyState } from "../../components/EmptyState.tsx";

/** Shown instead of the grid when there is no row: of the model, or under the filters. */
export function NoRows(props: {
  readonly name: string;
  readonly isFiltered: boolean;
  readonly canWrite: boolean;
  /** Rows are kept with the draft until the first publish. */
  readonly isStaged: boolean;
  readonly onShowAll: () => void;
  readonly onAdd: () => void;
}) {
  if (props.isFiltered) {
    return (
      <EmptyState
        title="No row is like that"
        action={
          <Button variant="default" onClick={props.onShowAll}>
            Show all rows
          </Button>
        }
      >
        The filters above leave nothing. Change or remove one.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={`No ${props.name} yet`}
      action={props.canWrite && <Button onClick={props.onAdd}>Add the first row</Button>}
      example={
        props.canWrite
          ? props.isStaged
            ? "Paste cells from a spreadsheet into a new row to add many at once."
            : "Drop a CSV or Excel file here to import its rows, or paste cells from a spreadsheet into a new row."
          : undefined
      }
    >
      {props.isStaged
        ? "Type the rows that the app is to begin with. They are kept with the draft, and live with the next publish."
        : "Rows that people, API clients or you add are here, and change here at once."}
    </EmptyState>
  );
}
