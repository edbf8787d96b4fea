import type { ModelId } from "../../definition/ids.ts";
import type { JsonValue } from "../../definition/json.ts";
import { OperationalError, UserError } from "../../errors.ts";
import type { Principal, RequestFacts } from "../../principal.ts";
import { deletePreviewColumns } from "../../query/compile-delete-preview.ts";
import { type DeletedLine, deletedRowsColumn } from "../../query/compile-restore.ts";
import { compileRowCounts, rowCountsColumn } from "../../query/compile-row-counts.ts";
import { compileRowSearch, rowSearchColumn } from "../../query/compile-row-search.ts";
import { TITLES, titlesColumn } from "../../query/compile-titles.ts";
import type { BlockingRows } from "../../query/delete-cascade.ts";
import { likePattern } from "../../query/filter.ts";
import { limitSlots } from "../../query/option-limit.ts";
import { readPaging } from "../../rest/paging.ts";
import type { QueryParameters } from "../../rest/query-string.ts";
import { compiledStatement } from "../../snapshot/compiled-statement.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { AppData } from "../data/app-data.ts";
import { RequestClient } from "../data/request-client.ts";
import { listPage } from "../execution/list-page.ts";
import { type AppPlace, onLiveRelease } from "../execution/on-live-release.ts";
import { planDelete } from "../execution/plan-write.ts";
import { type HistoryPage, readHistory } from "../execution/read-history.ts";
import { restoreRow } from "../execution/restore-row.ts";
import { rowKey, rowNotFound } from "../execution/row-key.ts";
import { runList } from "../execution/run-list.ts";
import { runRead, STALE } from "../execution/run-statement.ts";
import { writeRefusalOf } from "../execution/write-refusal.ts";
import {
  type ListsPlan,
  planCreateWithLists,
  planUpdateWithLists,
  withoutLists,
  writeWithLists,
} from "../execution/write-with-lists.ts";
import type { Clock } from "../ports.ts";
import type { LiveApp } from "../releases/live-app.ts";
import type { LiveApps } from "../releases/live-apps.ts";
import { type BuilderRow, type RowKey, withLists } from "./builder-row.ts";
import { type FindTitles, titlesLimit } from "./titles-limit.ts";
import { type Changed, type GridCall, writeGridRow } from "./write-grid-row.ts";

export interface RowCount {
  readonly rows: number;
  /** False: about so many. */
  readonly isExact: boolean;
}

export interface FoundRow {
  readonly modelId: string;
  /** What many rows of the model are called. */
  readonly model: string;
  readonly id: RowKey;
  readonly title: string;
}

/** A search reads every title of an app: it may take this long, and ends at once when nobody waits for it. */
const SEARCH_MS = 1_500;
/** The models that one search looks into. */
const SEARCHED_MODELS = 300;

export interface DeletePreview {
  /** Rows by the id of their model, the rows themselves among them. */
  readonly deleted: Readonly<Record<string, number>>;
  /** Values by the id of their relation. */
  readonly emptied: Readonly<Record<string, number>>;
  /** The id of a relation whose rows keep one of them from being deleted. */
  readonly keptBy: string | null;
  /** The rows that keep them from being deleted, by the id of their relation. */
  readonly blocking: Readonly<Record<string, BlockingRows>>;
}

type Builder = Extract<Principal, { kind: "builder" }>;
type Values = Readonly<Record<string, JsonValue>>;

/** Whether a write is done although it breaks validations that only warn. */
interface Confirmation {
  readonly isConfirmed?: boolean;
}

/**
 * Live rows for builders: the compiler of the hosted API, with a caller whom rules do not restrict. Validation, the
 * guard and the app's role apply (docs/mechanics.md, 14).
 */
export class BuilderRows {
  private readonly ports: { readonly apps: LiveApps; readonly data: AppData; readonly clock: Clock };

  constructor(ports: { readonly apps: LiveApps; readonly data: AppData; readonly clock: Clock }) {
    this.ports = ports;
  }

  list(place: AppPlace, builder: Builder, modelId: string, parameters: QueryParameters) {
    return this.run(place, builder, modelId, async (call, unit) => {
      const paging = readPaging(parameters);
      // `next` is a cursor here: a number in it would be sent back as one.
      if (paging.start.kind === "offset") {
        throw new UserError("invalid_parameter", 'Rows are read by "cursor" here, not by "offset" or "page".');
      }
      const compiled = unit.list(call.who, parameters, paging, "record");
      const row = await runList(call, compiled, { view: unit.view(call.who, call.entry), parameters, paging });
      if (row === STALE) return STALE;
      const { rows, next } = listPage<BuilderRow>(row, compiled.shape, paging);
      return { rows: rows.map(withLists(call.live.snapshot.reader, unit.model)), next: next?.[1] ?? null };
    });
  }

  /** Rows by a part of their title; for a relation only those that it may be set to in a row with these values. */
  titles(place: AppPlace, builder: Builder, modelId: string, input: FindTitles) {
    return this.run(place, builder, modelId, async (call, unit) => {
      const limit = titlesLimit(call.live.snapshot.reader, unit.model, input);
      const slots = {
        pattern: likePattern("icontains", input.search.replaceAll("\0", "")),
        ...(limit ? limitSlots(TITLES, limit) : {}),
      };
      const row = await runRead(call, unit.titles(call.who, { most: input.limit, limit }), slots);
      if (row === STALE) return STALE;
      return JSON.parse(row[titlesColumn] ?? "[]") as { id: RowKey; title: string }[];
    });
  }

  /** Rows by their whole titles, in any case of letters. */
  byTitle(place: AppPlace, builder: Builder, modelId: string, titles: readonly string[]) {
    return this.run(place, builder, modelId, async (call, unit) => {
      const asked = titles.map((title) => title.replaceAll("\0", ""));
      const row = await runRead(call, unit.byTitle(call.who), { titles: asked });
      if (row === STALE) return STALE;
      return JSON.parse(row[titlesColumn] ?? "[]") as { id: RowKey; title: string }[];
    });
  }

  create(
    place: AppPlace,
    builder: Builder,
    modelId: string,
    values: Values,
    { isConfirmed = false }: Confirmation = {},
  ) {
    return this.run(place, builder, modelId, async (call, unit) => {
      const plan = planCreateWithLists(call, unit, { body: values, shape: "record", isConfirmed });
      const done = await writeGridRow(call, unit, plan);
      return done === STALE ? STALE : done.row;
    });
  }

  update(
    place: AppPlace,
    builder: Builder,
    modelId: string,
    input: { readonly id: RowKey; readonly version: number; readonly values: Values } & Confirmation,
  ): Promise<Changed> {
    return this.run(place, builder, modelId, async (call, unit) => {
      const plan = planUpdateWithLists(call, unit, {
        id: rowKey(unit.model, input.id),
        body: input.values,
        kind: "patch",
        versions: [input.version],
        shape: "record",
        withBefore: true,
        isConfirmed: input.isConfirmed ?? false,
      });
      return writeGridRow(call, unit, plan);
    });
  }

  /** What deleting the rows would do besides: rows that go along, values that are emptied, a relation that keeps some. */
  deletePreview(place: AppPlace, builder: Builder, modelId: string, ids: readonly RowKey[]): Promise<DeletePreview> {
    return this.run(place, builder, modelId, async (call, unit) => {
      const keys = ids.map((id) => rowKey(unit.model, id)) as (string | number)[];
      const { release, access } = call.live;
      const slots = { ids: keys, "guard.release": release, "guard.access": access };
      const row = await runRead(call, unit.deletePreview(call.who), slots);
      if (row === STALE) return STALE;
      const countsAt = (column: number) => JSON.parse(row[column] ?? "{}") as Readonly<Record<string, number>>;
      return {
        deleted: countsAt(deletePreviewColumns.reach),
        emptied: countsAt(deletePreviewColumns.emptied),
        keptBy: row[deletePreviewColumns.protectedBy] ?? null,
        blocking: JSON.parse(row[deletePreviewColumns.blocking] ?? "{}") as DeletePreview["blocking"],
      };
    });
  }

  /** Returns the row's previous values. */
  delete(
    place: AppPlace,
    builder: Builder,
    modelId: string,
    input: { readonly id: RowKey; readonly version: number } & Confirmation,
  ) {
    return this.run(place, builder, modelId, async (call, unit): Promise<JsonValue | typeof STALE> => {
      const id = rowKey(unit.model, input.id);
      const plan = planDelete(call, unit, { id, versions: [input.version], withBefore: true });
      const row = await written(call, withoutLists(plan, { isConfirmed: input.isConfirmed ?? false }));
      return row === STALE ? STALE : asValues(row.before);
    });
  }

  /** The rows that were deleted, newest first: those before a line, when `before` is given. */
  deleted(
    place: AppPlace,
    builder: Builder,
    modelId: string,
    input: { readonly before?: number; readonly limit: number },
  ) {
    return this.run(place, builder, modelId, async (call, unit) => {
      const slots = { before: input.before ?? Number.MAX_SAFE_INTEGER };
      const row = await runRead(call, unit.deletedRows(call.who, input.limit), slots);
      if (row === STALE) return STALE;
      return JSON.parse(row[deletedRowsColumn] ?? "[]") as DeletedLine[];
    });
  }

  /** What is kept of the changes of one row, newest first: a page of them. */
  history(
    place: AppPlace,
    builder: Builder,
    modelId: string,
    input: { readonly id: RowKey; readonly before?: number; readonly limit: number },
  ): Promise<HistoryPage> {
    return this.run(place, builder, modelId, async (call, unit) => {
      const id = rowKey(unit.model, input.id);
      const page = await readHistory(call, unit, { id, before: input.before, limit: input.limit });
      if (page === undefined) throw rowNotFound();
      return page;
    });
  }

  /** Brings a deleted row back, with all that was deleted with it. Gives how many rows came back. */
  restore(place: AppPlace, builder: Builder, modelId: string, id: RowKey): Promise<number> {
    return this.run(place, builder, modelId, (call, unit) => restoreRow(call, unit, String(id)));
  }

  /** How many rows each live model has. */
  counts(place: AppPlace, builder: Builder): Promise<Readonly<Record<string, RowCount>>> {
    const { apps, data, clock } = this.ports;
    const facts: RequestFacts = { method: "", path: "", time: clock.now().toISOString() };
    return onLiveRelease(apps, place, async (live: LiveApp) => {
      const units = [...live.snapshot.models.values()];
      const who = live.snapshot.rules.classOf(builder);
      const [first] = units;
      if (!first) return {};
      const models = units.map((unit) => unit.model);
      const statement = compiledStatement(compileRowCounts(first.scope(who), models), false);
      const row = await runRead({ live, data, caller: builder, facts }, statement, {});
      if (row === STALE) return STALE;
      const counts = JSON.parse(row[rowCountsColumn] ?? "{}") as Record<string, [rows: number, isExact: boolean]>;
      return Object.fromEntries(Object.entries(counts).map(([id, [rows, isExact]]) => [id, { rows, isExact }]));
    });
  }

  /** Rows by title, of all live models: the first ones of each. One statement, which stops when `signal` says so. */
  search(
    place: AppPlace,
    builder: Builder,
    input: { readonly search: string; readonly limit: number; readonly signal: AbortSignal },
  ): Promise<readonly FoundRow[]> {
    const { apps, data, clock } = this.ports;
    const facts: RequestFacts = { method: "", path: "", time: clock.now().toISOString() };
    const slots = { pattern: likePattern("icontains", input.search.replaceAll("\0", "")) };
    return untilLate(input.signal, (client) =>
      onLiveRelease(apps, place, async (live: LiveApp) => {
        const units = [...live.snapshot.models.values()].slice(0, SEARCHED_MODELS);
        const who = live.snapshot.rules.classOf(builder);
        const [first] = units;
        if (!first) return [];
        const models = units.map((unit) => unit.model);
        const statement = compiledStatement(compileRowSearch(first.scope(who), models, input.limit), false);
        const row = await runRead({ live, data: data.heldBy(client), caller: builder, facts }, statement, slots);
        if (row === STALE) return STALE;
        const labels = new Map<string, string>(models.map((model) => [model.id, model.pluralLabel ?? model.label]));
        const found = JSON.parse(row[rowSearchColumn] ?? "[]") as Omit<FoundRow, "model">[];
        return found.map((each) => ({ ...each, model: labels.get(each.modelId) ?? "" }));
      }),
    );
  }

  private run<Result>(
    place: AppPlace,
    builder: Builder,
    modelId: string,
    work: (call: GridCall, unit: ModelUnit) => Promise<Result | typeof STALE>,
  ): Promise<Result> {
    const { apps, data, clock } = this.ports;
    const facts: RequestFacts = { method: "", path: "", time: clock.now().toISOString() };
    return onLiveRelease(apps, place, (live: LiveApp) => {
      const unit = live.snapshot.models.get(modelId as ModelId);
      if (!unit) throw new UserError("not_found", "This model is not published yet.");
      const look = () => apps.look(place.appId, place.environment, live);
      const who = live.snapshot.rules.classOf(builder);
      return work({ live, data, caller: builder, who, entry: "studio", facts, look }, unit);
    });
  }
}

/** Runs a statement that is cancelled when its time is over, or `signal` says that nobody waits for it. */
async function untilLate<Result>(
  signal: AbortSignal,
  work: (client: RequestClient) => Promise<Result>,
): Promise<Result> {
  const client = new RequestClient({ isBuilder: true });
  const late = AbortSignal.timeout(SEARCH_MS);
  const ends = AbortSignal.any([signal, late]);
  const leave = () => client.leave();
  ends.addEventListener("abort", leave);
  if (ends.aborted) leave();
  try {
    return await work(client);
  } catch (error) {
    if (!late.aborted) throw error;
    throw new OperationalError("The search took too long.", { cause: error, code: "timeout", retryAfterSeconds: 2 });
  } finally {
    ends.removeEventListener("abort", leave);
  }
}

async function written(call: GridCall, plan: ListsPlan) {
  const outcome = await writeWithLists(call, plan);
  if (outcome === STALE || outcome.outcome === "written") return outcome;
  throw writeRefusalOf(call, outcome);
}

const asValues = (before: string | undefined): JsonValue => JSON.parse(before ?? "null") as JsonValue;
