import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { listBreakingRows } from "#contract/http/data";
import type { ConstraintRecord } from "#engine/definition/records/constraint";
import { countRows } from "#engine/schema/plan/format-count";
import { call } from "../../../../api/client.ts";
import { useDraftPart, useReader } from "../../../../draft-session/react/use-draft.ts";
import { useApp } from "../../../../session/use-app.ts";
import { useMay } from "../../../../session/use-may.ts";
import classes from "./constraints.module.css";
import { rowText } from "./row-text.ts";

/** How many live rows break a constraint, as it is drawn at the moment, and which. */
export function BreakingRows({ constraint }: { readonly constraint: ConstraintRecord }) {
  const app = useApp();
  const reader = useReader();
  const canRead = useMay()("readRows");
  const waiting = useDraftPart((view) => view.waiting);
  const query = useQuery({
    queryKey: ["breaking rows", app.draftId, constraint.id, JSON.stringify(constraint.type)],
    queryFn: ({ signal }) =>
      call(listBreakingRows, { params: { draftId: app.draftId, constraintId: constraint.id } }, { signal }),
    enabled: canRead && waiting === 0,
    staleTime: 5_000,
  });
  const { count, rows = [] } = query.data ?? {};
  if (count === undefined || count === null) return null;
  if (count === 0) return <p className={classes.count}>No live row breaks it.</p>;
  const model = reader.model(constraint.modelId);
  return (
    <details className={classes.count}>
      <summary className={classes.broken}>
        {countRows(count, model)} {count === 1 ? "breaks" : "break"} it
      </summary>
      <ul className={classes.rows}>
        {rows.map((row) => (
          <li key={row.id}>{rowText(reader, constraint, row)}</li>
        ))}
      </ul>
      <Link to={`/apps/${app.id}/data/${constraint.modelId}`}>Change them in Data</Link>
    </details>
  );
}
