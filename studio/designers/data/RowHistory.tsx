import { Button, Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { listRowHistory, type RowChange, type RowKey } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import type { ModelId } from "#engine/definition/ids";
import type { JsonValue } from "#engine/definition/json";
import { pointsTo } from "#engine/definition/records/field";
import { call } from "../../api/client.ts";
import { InspectorSection } from "../../components/InspectorPanel.tsx";
import { SkeletonRows } from "../../components/Skeletons.tsx";
import { formatAgo } from "../../format/format-time.ts";
import { cellLabel } from "../../values/cell-label.ts";
import { changeSentence } from "./change-sentence.ts";
import classes from "./data.module.css";
import type { GridColumn } from "./grid-columns.ts";
import type { GridCommands } from "./grid-commands.ts";
import type { GridRow } from "./grid-row.ts";
import { keysIn, linkedRows } from "./list-columns.ts";

interface Props {
  readonly appId: AppId;
  readonly modelId: ModelId;
  readonly row: GridRow;
  readonly columns: readonly GridColumn[];
  readonly commands: GridCommands;
}

/** What is kept of a row's changes: who made them and when, each value before and after, and the way back to it. */
export function RowHistory(props: Props & { readonly rowId: RowKey }) {
  const { appId, modelId, row, rowId } = props;
  const query = useInfiniteQuery({
    // A newer version has another history.
    queryKey: ["row history", appId, modelId, rowId, row.version],
    queryFn: ({ pageParam, signal }) =>
      call(
        listRowHistory,
        { params: { appId, modelId, rowId }, query: pageParam === 0 ? {} : { cursor: pageParam } },
        { signal },
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (earlier) => earlier,
    gcTime: 0,
  });
  const all = query.data?.pages.flatMap((page) => page.changes) ?? [];
  const [only, setOnly] = useState<string | null>(null);
  const told = props.columns.filter((column) => all.some((change) => isAbout(change, column)));
  const asked = told.find(({ field }) => field.id === only);
  const changes = asked ? all.filter((change) => isAbout(change, asked)) : all;
  return (
    <InspectorSection title="History">
      {query.isPending && <SkeletonRows what="Loading the history" count={3} />}
      {query.isError && <p className={classes.problem}>{query.error.message}</p>}
      {query.isSuccess && changes.length === 0 && (
        <p className={classes.quiet}>No change since the history of this model is kept.</p>
      )}
      {told.length > 1 && (
        <Select
          size="xs"
          aria-label="Changes of"
          data={[ALL_FIELDS, ...told.map(({ field }) => ({ value: field.id as string, label: field.label }))]}
          value={asked?.field.id ?? ALL_FIELDS.value}
          allowDeselect={false}
          onChange={setOnly}
        />
      )}
      <ol className={classes.history}>
        {changes.map((change) => (
          <li key={change.id}>
            <p>
              {changeSentence(change)} <span className={classes.quiet}>{formatAgo(change.at)}</span>
            </p>
            <ChangedValues {...props} columns={asked ? [asked] : props.columns} change={change} />
            <RemovedLink {...props} change={change} />
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <Button
          size="xs"
          variant="subtle"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show earlier ones
        </Button>
      )}
    </InspectorSection>
  );
}

const ALL_FIELDS = { value: "", label: "All fields" };

/** Whether a change is of the field or the list of a column. */
const isAbout = ({ changes, link }: RowChange, { field, name }: GridColumn): boolean =>
  link ? link.list === name : field.id in changes;

function ChangedValues({ change, columns, row, commands }: Props & { readonly change: RowChange }) {
  const changed = columns.flatMap((column) => {
    const values = change.changes[column.field.id];
    return values ? [{ column, before: values[0], after: values[1] }] : [];
  });
  return (
    <ul className={classes.historyValues}>
      {changed.map(({ column, before, after }) => (
        <li key={column.field.id}>
          <span>
            {column.field.label}{" "}
            {change.action === "create" ? null : (
              <>
                from <q>{words(before, column)}</q>{" "}
              </>
            )}
            {change.action === "create" ? "was" : "to"} <q>{words(after, column)}</q>
          </span>
          {column.canEdit && change.action !== "create" && (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Restore ${words(before, column)} in ${column.field.label}`}
              onClick={() => commands.set({ row, column }, before)}
            >
              Restore
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Puts a removed link back, while the row at its other end is there and not in the list. */
function RemovedLink({ change, columns, row, commands }: Props & { readonly change: RowChange }) {
  const { link, action } = change;
  const column = columns.find(({ list, name }) => list?.kind === "links" && name === link?.list);
  if (!link || link.title === null || action !== "unlinked" || !column?.canEdit) return null;
  const keys = keysIn(row.values[link.list]);
  if (keys.includes(link.key) || row.cut?.includes(link.list)) return null;
  return (
    <Button
      size="compact-xs"
      variant="default"
      aria-label={`Restore ${link.title} in ${column.field.label}`}
      onClick={() =>
        commands.link({ row, column }, [...linkedRows(row, link.list), { id: link.key, title: link.title ?? "" }])
      }
    >
      Restore
    </Button>
  );
}

/** A value in a sentence, cut where it is long. */
function words(value: JsonValue, { live, field, context }: GridColumn): string {
  const text =
    pointsTo(field) === undefined ? cellLabel(value, live ?? field, context) : value === null ? "" : `row ${value}`;
  if (text === "") return "nothing";
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
