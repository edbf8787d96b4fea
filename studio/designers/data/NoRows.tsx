import { Button } from "@mantine/core";
import { EmptyState } from "../../components/EmptyState.tsx";

/** Shown instead of the grid when there is no row: of the model, or under the filters. */
export function NoRows(props: {
  readonly name: string;
  readonly isFiltered: boolean;
  readonly canWrite: boolean;
  readonly canAdd: boolean;
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
      action={props.canAdd && <Button onClick={props.onAdd}>Add the first row</Button>}
      example={
        props.canWrite
          ? "Drop a CSV or Excel file here to import its rows, or paste cells from a spreadsheet into a new row."
          : undefined
      }
    >
      Rows that people, API clients or you add are here, and change here at once.
    </EmptyState>
  );
}
