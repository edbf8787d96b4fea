import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { listRows, type RowKey } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { pointsTo } from "#engine/definition/records/field";
import { call } from "../../api/client.ts";
import { InspectorPanel, InspectorSection } from "../../components/InspectorPanel.tsx";
import { SkeletonRows } from "../../components/Skeletons.tsx";
import { cellLabel } from "../../values/cell-label.ts";
import { shortKey } from "../../values/short-key.ts";
import { limitOfRelation } from "./choice-limit.ts";
import classes from "./data.module.css";
import { type GridColumn, relationTarget } from "./grid-columns.ts";
import type { GridRow } from "./grid-row.ts";
import { TitlePicker } from "./TitlePicker.tsx";

/** Beside the grid: the row that a relation points to, and the picker that points it elsewhere. */
export function RelationPanel(props: {
  readonly appId: AppId;
  readonly live: DefinitionReader;
  readonly row: GridRow;
  readonly column: GridColumn;
  /** What was typed to open the panel. */
  readonly typed: string;
  readonly onPick: (target: { id: RowKey; title: string } | null) => void;
  readonly onClose: () => void;
}) {
  const { column, row, live } = props;
  const targetId = relationTarget(column.live);
  const target = targetId && live.model(targetId);
  const name = column.name;
  if (!target || name === undefined) return null;
  const value = row.values[name];
  const current = typeof value === "number" || typeof value === "string" ? value : undefined;
  return (
    <InspectorPanel
      name={`${column.field.label} of this row`}
      over={target.label}
      title={current === undefined ? "Nothing chosen" : (row.titles[name] ?? shortKey(current))}
      onClose={props.onClose}
    >
      {column.canEdit && (
        <InspectorSection title={`Choose ${target.label}`}>
          <TitlePicker
            key={row.key}
            appId={props.appId}
            live={live}
            initialText={props.typed}
            modelId={target.id}
            label={target.label}
            current={current}
            limit={limitOfRelation(live, column.live, row.values)}
            onPick={props.onPick}
            onClose={props.onClose}
          />
          {current !== undefined && !column.live?.required && (
            <Button size="xs" variant="default" onClick={() => props.onPick(null)}>
              Point to nothing
            </Button>
          )}
        </InspectorSection>
      )}
      {current !== undefined && <TargetRow appId={props.appId} live={live} modelId={target.id} rowId={current} />}
    </InspectorPanel>
  );
}

function TargetRow(props: {
  readonly appId: AppId;
  readonly live: DefinitionReader;
  readonly modelId: `mdl_${string}`;
  readonly rowId: RowKey;
}) {
  const { appId, live, modelId, rowId } = props;
  const row = useQuery({
    queryKey: ["rows", appId, modelId, "one", rowId],
    queryFn: async ({ signal }) =>
      (await call(listRows, { params: { appId, modelId }, query: { id: String(rowId), limit: "1" } }, { signal }))
        .rows[0] ?? null,
  });
  const { timeZone, locale } = live.definition.settings;
  return (
    <InspectorSection title="Its fields" actions={<Link to={`/apps/${appId}/data/${modelId}`}>Open</Link>}>
      {row.isPending ? (
        <SkeletonRows what="Loading the row" count={4} />
      ) : row.data ? (
        <dl className={classes.fields}>
          {live.fields(modelId).map((field) => {
            const value = row.data?.values[field.name];
            const text =
              pointsTo(field) !== undefined
                ? (row.data?.titles[field.name] ?? "")
                : cellLabel(value, field, { timeZone, locale, choices: live.choices(field.id) });
            return (
              <div key={field.id}>
                <dt>{field.label}</dt>
                <dd className="tabular">{text === "" ? "–" : text}</dd>
              </div>
            );
          })}
        </dl>
      ) : (
        <p className={classes.quiet}>The row is not there any more.</p>
      )}
    </InspectorSection>
  );
}
