import type { Caller, RequestFacts } from "../../caller.ts";
import type { ModelId } from "../../definition/ids.ts";
import type { JsonValue } from "../../definition/json.ts";
import { UserError } from "../../errors.ts";
import { keyOf } from "../../field-types/keys.ts";
import { createColumns } from "../../query/compile-create.ts";
import { deleteColumns } from "../../query/compile-delete.ts";
import { titlesColumn } from "../../query/compile-titles.ts";
import { updateColumns } from "../../query/compile-update.ts";
import { likePattern } from "../../query/filter.ts";
import { neighbours } from "../../rest/list-answer.ts";
import { readPaging } from "../../rest/paging.ts";
import type { QueryParameters } from "../../rest/query-string.ts";
import { readBody } from "../../rest/read-body.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import type { AppData } from "../data/app-data.ts";
import { type AppPlace, onLiveRelease } from "../execution/on-live-release.ts";
import { runList } from "../execution/run-list.ts";
import { runRead, STALE } from "../execution/run-statement.ts";
import { changedMeanwhile, insert, refuseProtected, write } from "../http/answer-writes.ts";
import type { ApiCall } from "../http/api-call.ts";
import { rowNotFound } from "../http/api-call.ts";
import type { Clock } from "../ports.ts";
import type { LiveApp } from "../releases/live-app.ts";
import type { LiveApps } from "../releases/live-apps.ts";

/** A number, or a UUID in a model that has those. */
type RowKey = number | string;

/** A row as the grid shows it: `{id, version, values, titles}`. */
export interface BuilderRow {
  readonly id: RowKey;
  readonly version: number;
  readonly values: Readonly<Record<string, JsonValue>>;
  readonly titles: Readonly<Record<string, string | null>>;
}

export interface Changed {
  readonly row: BuilderRow;
  /** The row's values as they were. */
  readonly before: JsonValue;
}

/** What is no key of the model is no row of it. */
function keyIn(unit: ModelUnit, id: RowKey): SqlValue {
  const key = keyOf(unit.model).parse(id);
  if (!key.ok) throw rowNotFound();
  return key.value;
}

type Builder = Extract<Caller, { kind: "builder" }>;
type Values = Readonly<Record<string, JsonValue>>;
type Call = Pick<ApiCall, "live" | "data" | "caller" | "who" | "facts" | "look">;

/**
 * Live rows for builders: the very compiler of the hosted API with a caller whom rules do not narrow. Validation, the
 * guard and the app's role stand (docs/mechanics.md, 14).
 */
export class BuilderRows {
  private readonly ports: { readonly apps: LiveApps; readonly data: AppData; readonly clock: Clock };

  constructor(ports: { readonly apps: LiveApps; readonly data: AppData; readonly clock: Clock }) {
    this.ports = ports;
  }

  list(place: AppPlace, builder: Builder, modelId: string, parameters: QueryParameters) {
    return this.run(place, builder, modelId, async (call, unit) => {
      const paging = readPaging(parameters);
      const compiled = unit.list(call.who, parameters, paging, "record");
      const row = await runList(call, compiled, { view: unit.view(call.who), parameters, paging });
      if (row === STALE) return STALE;
      const body = row[compiled.shape.statement.columns.body];
      const rows = JSON.parse(`[${body ?? ""}]`) as BuilderRow[];
      return { rows, next: neighbours(row, compiled.shape, paging).next?.[1] ?? null };
    });
  }

  titles(place: AppPlace, builder: Builder, modelId: string, input: { search: string; limit: number }) {
    return this.run(place, builder, modelId, async (call, unit) => {
      const { live, data, caller, facts } = call;
      const slots = { pattern: likePattern("icontains", input.search.replaceAll("\0", "")) };
      const row = await runRead(data, live, unit.titles(call.who, input.limit), { slots, caller, facts });
      if (row === STALE) return STALE;
      return JSON.parse(row[titlesColumn] ?? "[]") as { id: RowKey; title: string }[];
    });
  }

  create(place: AppPlace, builder: Builder, modelId: string, values: Values) {
    return this.run(place, builder, modelId, async (call, unit) => {
      const { slots } = readBody(unit.view(call.who), unit.model, values, "create");
      const row = await insert(call, unit, unit.create(call.who, "record"), slots);
      if (row === STALE) return STALE;
      const body = row[createColumns.body];
      if (body == null) throw new Error("A builder's row was hidden by a rule.");
      return JSON.parse(body) as BuilderRow;
    });
  }

  update(
    place: AppPlace,
    builder: Builder,
    modelId: string,
    input: { readonly id: RowKey; readonly version: number; readonly values: Values },
  ): Promise<Changed> {
    return this.run(place, builder, modelId, async (call, unit) => {
      const { slots, given } = readBody(unit.view(call.who), unit.model, input.values, "patch");
      const { statement } = unit.update(call.who, {
        changed: given.map(({ field }) => field),
        shape: "record",
        hasCondition: true,
        withBefore: true,
      });
      const row = await write(call, unit, statement, {
        ...slots,
        id: keyIn(unit, input.id),
        versions: [input.version],
      });
      if (row === STALE) return STALE;
      if (row[updateColumns.visible] !== "t") throw rowNotFound();
      if (row[updateColumns.current] !== "t") throw changedMeanwhile();
      const body = row[updateColumns.body];
      if (body == null) throw new Error("A builder's change was refused by a rule.");
      return {
        row: JSON.parse(body) as BuilderRow,
        before: JSON.parse(row[updateColumns.before] ?? "null") as JsonValue,
      };
    });
  }

  /** Gives the row's values as they were. */
  delete(place: AppPlace, builder: Builder, modelId: string, input: { readonly id: RowKey; readonly version: number }) {
    return this.run(place, builder, modelId, async (call, unit): Promise<JsonValue | typeof STALE> => {
      const { statement } = unit.delete(call.who, { hasCondition: true, withBefore: true });
      const row = await write(call, unit, statement, { id: keyIn(unit, input.id), versions: [input.version] });
      if (row === STALE) return STALE;
      if (row[deleteColumns.visible] !== "t") throw rowNotFound();
      if (row[deleteColumns.current] !== "t") throw changedMeanwhile();
      refuseProtected(call, row[deleteColumns.protectedBy]);
      return JSON.parse(row[deleteColumns.before] ?? "null") as JsonValue;
    });
  }

  private run<Result>(
    place: AppPlace,
    builder: Builder,
    modelId: string,
    work: (call: Call, unit: ModelUnit) => Promise<Result | typeof STALE>,
  ): Promise<Result> {
    const { apps, data, clock } = this.ports;
    const facts: RequestFacts = { method: "", path: "", time: clock.now().toISOString() };
    return onLiveRelease(apps, place, (live: LiveApp) => {
      const unit = live.snapshot.models.get(modelId as ModelId);
      if (!unit) throw new UserError("not_found", "This model is not published yet.");
      const look = () => apps.look(place.appId, place.environment, live);
      const who = live.snapshot.rules.classOf(builder);
      return work({ live, data, caller: builder, who, facts, look }, unit);
    });
  }
}
