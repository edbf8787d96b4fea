import { StatusLine } from "../../components/StatusLine.tsx";
import type { GridRow, RowSessionState } from "./grid-row.ts";

/** "100 rows shown, more below", "Saving…", "Not saved yet": never a total, which would cost a count. */
export function SaveState({ state, row }: { readonly state: RowSessionState; readonly row: GridRow | undefined }) {
  if (state.waiting > 0) {
    return (
      <StatusLine tone="warning" isSpoken>
        {state.waiting === 1 ? "One change is" : `${state.waiting} changes are`} not saved yet: the server does not
        answer.
        {state.waiting === 1 ? " It stays here and is" : " They stay here and are"} tried again.
      </StatusLine>
    );
  }
  if (row?.id === undefined && row) {
    return (
      <StatusLine tone="warning" isSpoken>
        This row is not saved yet. {row.warning ?? firstIssue(row) ?? "It is saved when you leave it."}
      </StatusLine>
    );
  }
  const refused = state.rows.flatMap(refusals);
  const [first] = refused;
  if (first !== undefined) {
    return (
      <StatusLine tone="error" isSpoken>
        {refused.length === 1 ? "One cell is" : `${refused.length} cells are`} not saved. {first}
      </StatusLine>
    );
  }
  if (state.saving > 0) return <StatusLine tone="busy">Saving to live…</StatusLine>;
  const shown = state.rows.length.toLocaleString("en");
  const words = `${shown} ${state.rows.length === 1 ? "row" : "rows"}`;
  return <StatusLine>{state.hasMore ? `${words} so far, more as you scroll` : words}</StatusLine>;
}

/** Why cells of a row are not saved; what only waits is counted by itself. */
const refusals = (row: GridRow): readonly string[] =>
  Object.values(row.issues).flatMap((issue) => (issue.kind === "waiting" ? [] : [issue.message]));

const firstIssue = (row: GridRow): string | undefined => Object.values(row.issues)[0]?.message;
