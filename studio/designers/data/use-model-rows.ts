import { useMemo, useState } from "react";
import type { AppSummary } from "#contract/http/apps";
import type { DraftState } from "#contract/http/drafts";
import { isOwned } from "#engine/definition/collections";
import { readDefinition } from "#engine/definition/reader";
import type { FieldRecord } from "#engine/definition/records/field";
import type { ModelRecord } from "#engine/definition/records/model";
import { useReader } from "../../draft-session/react/use-draft.ts";
import { useAgainAfterWrites, useCause } from "./cause/use-cause.ts";
import { gridColumns } from "./grid-columns.ts";
import { isMutual } from "./list-columns.ts";
import { rowQuery } from "./row-filters.ts";
import type { DataAddress } from "./use-data-address.ts";
import { useRows } from "./use-rows.ts";

export interface ModelRowsInput {
  readonly app: AppSummary;
  readonly model: ModelRecord;
  readonly live: DraftState["live"];
}

const none: readonly FieldRecord[] = [];

/** The columns of one model's sheet, and its rows under the filters, order and search of the address. */
export function useModelRows({ app, model, live: liveState }: ModelRowsInput, address: DataAddress, canWrite: boolean) {
  const draft = useReader();
  const live = useMemo(() => liveState && readDefinition(liveState.definition), [liveState]);
  // Rows of a model that is not live are kept with the draft, under the draft's names.
  const isStaged = live?.model(model.id) === undefined;
  const liveFields = useMemo(
    () => (isStaged ? draft.fields(model.id) : (live?.fields(model.id) ?? none)),
    [isStaged, draft, live, model.id],
  );
  const [resized, setResized] = useState<ReadonlyMap<string, number>>(new Map());
  const columns = useMemo(
    () => gridColumns({ draft, live, modelId: model.id, isStaged, canWrite, hidden: address.hidden, resized }),
    [draft, live, model.id, isStaged, canWrite, address.hidden, resized],
  );
  const allColumns = useMemo(
    () => gridColumns({ draft, live, modelId: model.id, isStaged, canWrite, hidden: new Set(), resized: new Map() }),
    [draft, live, model.id, isStaged, canWrite],
  );
  const cause = useCause(app.draftId, address.cause);
  const query = useMemo(
    () => ({
      ...rowQuery({
        filters: address.filters,
        order: address.order,
        search: address.search,
        liveName: (fieldId) => liveFields.find((field) => field.id === fieldId)?.name,
      }),
      ...(address.row === undefined ? {} : { id: address.row }),
      ...(cause.listed === undefined ? {} : { id__in: cause.listed.join(",") }),
    }),
    [address, liveFields, cause.listed],
  );
  const lists = useMemo(
    () =>
      new Map(
        allColumns.flatMap(({ list, name, field }) =>
          list?.kind === "links" && name !== undefined
            ? [[name, { label: field.label, isOrdered: list.isOrdered, isMutual: isMutual(list) }] as const]
            : [],
        ),
      ),
    [allColumns],
  );
  const ownedLists = useMemo(
    () => new Set(allColumns.flatMap(({ list }) => (list && isOwned(list.collection) ? [list.collection.name] : []))),
    [allColumns],
  );
  const { session, state } = useRows({
    appId: app.id,
    modelId: model.id,
    query,
    generation: isStaged ? namesOf(liveFields) : String(liveState?.releaseNumber ?? 0),
    liveFields,
    lists,
    ownedLists,
    isKnown: !cause.isLoading,
  });
  useAgainAfterWrites(state.saving, cause.again);
  const resize = (fieldId: string, width: number) =>
    setResized(new Map([...resized, [fieldId, Math.max(56, Math.min(width, 800))]]));
  const rowReader = isStaged ? draft : live;
  return { rowReader, isStaged, columns, allColumns, query, cause, session, state, resize };
}

/** Another text when the draft's rows are to be read again: a field was added, renamed or has another type. */
const namesOf = (fields: readonly FieldRecord[]): string =>
  JSON.stringify(fields.map(({ id, name, type, required }) => [id, name, type, required]));
