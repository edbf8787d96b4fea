import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { createRow, deleteRow, listRows, restoreRow, updateRow } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import type { FieldRecord } from "#engine/definition/records/field";
import { ApiError, call } from "../../api/client.ts";
import { warnBeforeLeaving } from "../../api/warn-before-leaving.ts";
import type { GridRow, LineRefusal, RowPorts, RowSessionState } from "./grid-row.ts";
import { hasUnsavedLines } from "./line-drafts.ts";
import { RowSession } from "./row-session.ts";
import { RowUndo } from "./row-undo.ts";

const PAGE = 100;
const RETRY_MS = 5_000;

interface LinkedList {
  readonly label: string;
  readonly isOrdered: boolean;
  readonly isMutual: boolean;
}

/** The rows of one model under one filter and order. Another filter is another session. */
export function useRows(input: {
  readonly appId: AppId;
  readonly modelId: string;
  readonly query: Readonly<Record<string, string>>;
  /** Changes when rows must be read again: another release went live, or the fields of rows that wait have changed. */
  readonly generation: string;
  readonly liveFields: readonly FieldRecord[];
  /** The lists of linked rows, by name. */
  readonly lists: ReadonlyMap<string, LinkedList>;
  /** The names of the lists whose rows are written with their row. */
  readonly ownedLists: ReadonlySet<string>;
  /** False while it is not known yet which rows are asked for. */
  readonly isKnown: boolean;
}): { readonly session: RowSession; readonly state: RowSessionState } {
  const { appId, modelId, generation, isKnown } = input;
  const queries = useQueryClient();
  const queryText = JSON.stringify(input.query);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the query by its text, and a generation that only says "again"
  const session = useMemo(
    () =>
      new RowSession({
        ports: rowPorts({
          appId,
          modelId,
          query: JSON.parse(queryText),
          fields: input.liveFields,
          lists: input.lists,
          owned: input.ownedLists,
        }),
        notifyLate: (message) => notifications.show({ message }),
        undo: undoOf(`${appId} ${modelId} ${generation}`),
      }),
    [appId, modelId, queryText, generation, queries],
  );
  useEffect(() => {
    if (isKnown) void session.loadMore();
    return () => session.close();
  }, [session, isKnown]);
  useEffect(
    () =>
      warnBeforeLeaving(() => {
        const { saving, rows } = session.state();
        const isUnsaved = (row: GridRow) =>
          Object.keys(row.issues).length > 0 ||
          hasUnsavedLines(row.lines) ||
          (row.id === undefined && Object.values(row.values).some((value) => value !== null));
        return saving > 0 || rows.some(isUnsaved);
      }),
    [session],
  );
  const state = useSyncExternalStore(session.subscribe, session.state);
  // What waits for the server is sent when the network is back, and now and then in case only the server was away.
  const isWaiting = state.waiting > 0;
  useEffect(() => {
    if (!isWaiting) return;
    const send = () => void session.sendWaiting();
    const timer = setInterval(send, RETRY_MS);
    window.addEventListener("online", send);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", send);
    };
  }, [session, isWaiting]);
  return { session, state };
}

const undos = new Map<string, RowUndo>();
const MAX_UNDOS = 50;

/** The steps of a model's rows under one release: another one may have renamed the fields. */
function undoOf(key: string): RowUndo {
  const known = undos.get(key) ?? new RowUndo();
  undos.delete(key);
  undos.set(key, known);
  const [oldest] = undos.keys();
  if (undos.size > MAX_UNDOS && oldest !== undefined) undos.delete(oldest);
  return known;
}

function rowPorts(input: {
  readonly appId: AppId;
  readonly modelId: string;
  readonly query: Readonly<Record<string, string>>;
  readonly fields: readonly FieldRecord[];
  readonly lists: ReadonlyMap<string, LinkedList>;
  readonly owned: ReadonlySet<string>;
}): RowPorts {
  const { appId, modelId, query } = input;
  const params = { appId, modelId };
  const lists = [...input.lists];
  const labels = new Map(
    [...input.fields.map((field) => [field.name, field] as const), ...lists].map(([name, { label }]) => [name, label]),
  );
  const namesOf = (is: (list: LinkedList) => boolean) =>
    new Set(lists.flatMap(([name, list]) => (is(list) ? name : [])));
  return {
    lists: namesOf(() => true),
    orderedLists: namesOf(({ isOrdered }) => isOrdered),
    mutualLists: namesOf(({ isMutual }) => isMutual),
    list: (cursor, signal) =>
      call(
        listRows,
        { params, query: { ...query, limit: String(PAGE), ...(cursor === undefined ? {} : { cursor }) } },
        { signal },
      ),
    read: async (id) => (await call(listRows, { params, query: { id: String(id), limit: "1" } })).rows[0],
    create: (values, { isConfirmed }) => call(createRow, { params, body: { values, confirm: isConfirmed } }),
    update: ({ id, version }, values, { isConfirmed }) =>
      call(updateRow, { params: { ...params, rowId: id }, body: { version, values, confirm: isConfirmed } }),
    remove: async ({ id, version }, { isConfirmed }) => {
      const query = { version, ...(isConfirmed ? { confirm: "true" } : {}) };
      await call(deleteRow, { params: { ...params, rowId: id }, query });
    },
    restore: async (id) => {
      await call(restoreRow, { params: { ...params, rowId: id } });
    },
    explain: (error) => {
      if (!(error instanceof ApiError)) throw error;
      const fields: Record<string, string> = {};
      const lines: LineRefusal[] = [];
      for (const { pointer, message } of error.problem.errors ?? []) {
        // "/values/lines/0/quantity"
        const [, , list = "", index = "", field] = pointer.split("/");
        if (input.owned.has(list)) {
          if (index !== "") lines.push({ list, index: Number(index), message, ...(field ? { field } : {}) });
          continue;
        }
        const name = pointer.split("/").findLast((part) => labels.has(part));
        if (name !== undefined) fields[name] = asSentence(message, labels.get(name) as string);
      }
      const isAway = error.code === "unreachable" || error.status === 503;
      const isWarning = error.code === "unconfirmed_warnings";
      return { message: error.message, isConflict: error.status === 412, isAway, isWarning, fields, lines };
    },
  };
}

/** Some messages complete "Price …"; a sentence of its own is left as it is. */
const asSentence = (message: string, label: string): string =>
  /^[a-z]/.test(message) ? `${label} ${message.replace(/\.?$/, ".")}` : message;
