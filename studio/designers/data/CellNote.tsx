import { Button } from "@mantine/core";
import classes from "./grid.module.css";
import type { GridColumn } from "./grid-columns.ts";
import type { GridRow, RowSessionState } from "./grid-row.ts";
import type { RowSession } from "./row-session.ts";
import { SaveState } from "./SaveState.tsx";

/** The line below the grid: what is wrong with the active cell and what can be done, else how the rows stand. */
export function CellNote(props: {
  readonly row: GridRow | undefined;
  readonly column: GridColumn | undefined;
  readonly state: RowSessionState;
  readonly session: RowSession;
}) {
  const { row, column, session } = props;
  const name = column?.name;
  const issue = row && name !== undefined ? row.issues[name] : undefined;
  if (!row || !issue || name === undefined || !column) {
    return (
      <div className={classes.note}>
        <SaveState state={props.state} row={row} />
        {row?.warning !== undefined && <SaveAnyway session={session} rowKey={row.key} />}
        {props.state.waiting > 0 && (
          <Button size="xs" variant="default" onClick={() => void session.sendWaiting()}>
            Try now
          </Button>
        )}
      </div>
    );
  }
  return (
    <div
      className={classes.note}
      data-tone={issue.kind === "waiting" || issue.kind === "warned" ? "warning" : "error"}
      role="status"
    >
      <p>
        {issue.kind === "waiting"
          ? "Not saved yet: the server does not answer. The value stays here and is sent again automatically."
          : issue.message}
      </p>
      {issue.kind === "conflict" && (
        <p className={classes.both}>
          Theirs <code>{words(issue.theirs)}</code> Yours <code>{words(issue.yours)}</code>
        </p>
      )}
      <div className={classes.noteActions}>
        {issue.kind === "waiting" && (
          <Button size="xs" variant="default" onClick={() => void session.sendWaiting()}>
            Try now
          </Button>
        )}
        {issue.kind === "warned" && <SaveAnyway session={session} rowKey={row.key} />}
        {issue.kind === "conflict" && (
          <Button size="xs" variant="default" onClick={() => void session.overwrite(row.key, name)}>
            Write mine
          </Button>
        )}
        {issue.kind === "warned" && row.id === undefined ? null : (
          <Button size="xs" variant="default" onClick={() => session.dropIssue(row.key, name)}>
            {issue.kind === "conflict" ? "Keep theirs" : row.id === undefined ? "Empty it" : "Put back what is stored"}
          </Button>
        )}
      </div>
    </div>
  );
}

function SaveAnyway({ session, rowKey }: { readonly session: RowSession; readonly rowKey: string }) {
  return (
    <Button size="xs" variant="default" onClick={() => void session.saveAnyway(rowKey)}>
      Save anyway
    </Button>
  );
}

const words = (value: unknown): string => {
  const text =
    value === null || value === undefined ? "(empty)" : typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
};
