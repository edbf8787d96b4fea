import type { FieldId, GroupId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { type Principal, type RequestFacts, visitor } from "../../principal.ts";
import { afterGuard, compileGuard } from "../../query/guard.ts";
import { compileListShape } from "../../rest/list-request.ts";
import { readPaging } from "../../rest/paging.ts";
import type { QueryParameters } from "../../rest/query-string.ts";
import { compiledStatement } from "../../snapshot/compiled-statement.ts";
import type { ListedRows } from "../../view-types/view-type.ts";
import { byOffset } from "../../views/page-parameters.ts";
import type { PreviewReads, PreviewRow } from "../../views/preview/preview-reads.ts";
import type { QueryAnswer, QueryRead } from "../../views/preview/query-reads.ts";
import type { AppData } from "../data/app-data.ts";
import { listPage } from "../execution/list-page.ts";
import { NotPublished } from "../execution/not-published.ts";
import { type AppPlace, onLiveRelease } from "../execution/on-live-release.ts";
import type { PageCursors } from "../execution/page-cursors.ts";
import { runList } from "../execution/run-list.ts";
import { runRead, STALE } from "../execution/run-statement.ts";
import type { Clock } from "../ports.ts";
import type { LiveApps } from "../releases/live-apps.ts";
import { liveListedRows, liveQueries } from "./live-queries.ts";
import { liveSelection, rowByIds } from "./live-selection.ts";

/** The caller for whom a page is previewed. `builder`: every row, without rules. */
export type PreviewCaller =
  | { readonly kind: "builder" }
  | { readonly kind: "anonymous" }
  | { readonly kind: "group"; readonly groupId: GroupId };

export interface PreviewQuestion {
  readonly caller: PreviewCaller;
  /** The path that is previewed, for rules that read `request.path`. */
  readonly path: string;
  /** The page's own rows; absent for a page without any. */
  readonly rows:
    | {
        readonly reads: PreviewReads;
        readonly pageSize: number;
        /** As in the address of a list, with ids in place of the names of fields: `fld_…__gte`, `ordering=-fld_…`. */
        readonly parameters: QueryParameters;
        /** What the builder set of the rows, with ids in the condition. */
        readonly listed?: ListedRows | undefined;
      }
    | undefined;
  readonly queries: readonly QueryRead[];
}

export type PreviewAnswer =
  | { readonly outcome: "notPublished" }
  /** The rules allow this caller to read no row at all. */
  | { readonly outcome: "closed" }
  | {
      readonly outcome: "rows";
      readonly rows: readonly PreviewRow[];
      readonly next: readonly [string, string] | null;
      readonly previous: readonly [string, string] | null;
      /** Fields that the live release does not have, or has with another type: empty in every row. */
      readonly missing: readonly FieldId[];
      /** The model of the page's own rows has none. */
      readonly isModelEmpty: boolean;
      readonly queries: readonly QueryAnswer[];
      /** The requested group is not in the live release: rules see a caller without a group. */
      readonly isGroupUnknown: boolean;
    };

interface PreviewPorts {
  readonly apps: LiveApps;
  readonly data: AppData;
  readonly clock: Clock;
  readonly cursors: PageCursors;
}

/**
 * Rows for a page that is not published yet: the read compiler of hosted pages over the live release, run as the
 * selected caller, so that a rule hides the same rows in the preview as on the site. Nothing is filtered afterwards.
 */
export class PreviewRows {
  private readonly ports: PreviewPorts;

  constructor(ports: PreviewPorts) {
    this.ports = ports;
  }

  async read(
    place: AppPlace,
    builder: Extract<Principal, { kind: "builder" }>,
    question: PreviewQuestion,
  ): Promise<PreviewAnswer> {
    const { apps, data, clock, cursors } = this.ports;
    const facts: RequestFacts = { method: "GET", path: question.path, time: clock.now().toISOString() };
    try {
      return await onLiveRelease(apps, place, async (live): Promise<PreviewAnswer | typeof STALE> => {
        const { reader, rules, models } = live.snapshot;
        const { rows, queries } = question;
        const units = (rows ? [rows.reads] : queries).flatMap(({ modelId }) => models.get(modelId) ?? []);
        const [unit] = units;
        if (!unit) return { outcome: "notPublished" };
        const { caller, isGroupUnknown } = callerOf(question.caller, builder, reader);
        if (rows && !rules.permits(unit.model.id, "read", caller, facts)) return { outcome: "closed" };
        const call = { live, data, caller, facts };
        const view = unit.view(rules.classOf(caller), "pages");
        const missing = new Set<FieldId>();
        const wanted = liveQueries(view.scope, { queries, own: rows && unit.model, missing });
        if (!rows) {
          const statement = compiledStatement(compileGuard(view.scope, wanted.beside.extras), false);
          const row = await runRead(call, statement, wanted.slots);
          if (row === STALE) return STALE;
          const answers = wanted.answers(row.slice(afterGuard(0)));
          return { ...NO_ROWS, ...answers, missing: [...missing], isGroupUnknown };
        }
        const selection = liveSelection(reader, unit.model, rows.reads, missing);
        const asked = cursors.open(rows.parameters, place.appId);
        const parameters = liveParameters(reader, byOffset(asked, rows.pageSize), missing);
        const paging = readPaging(parameters, rows.pageSize, rows.pageSize);
        const { beside, slots } = wanted;
        const fixed = rows.listed && liveListedRows(reader, unit.model, rows.listed);
        const fixing = fixed ? { fixed } : {};
        const shape = compileListShape({ view, model: unit.model, parameters, paging, selection, beside, ...fixing });
        const compiled = { shape, statement: compiledStatement(shape.statement, false) };
        const row = await runList(call, compiled, { view, parameters, paging, slots });
        if (row === STALE) return STALE;
        const page = listPage<Record<string, unknown>>(row, shape, paging);
        return {
          outcome: "rows",
          rows: page.rows.map((one) => rowByIds(selection, one)),
          next: cursors.seal(page.next, place.appId) ?? null,
          previous: cursors.seal(page.previous, place.appId) ?? null,
          ...wanted.answers(row.slice(shape.statement.columns.extras)),
          missing: [...missing],
          isGroupUnknown,
        };
      });
    } catch (error) {
      if (error instanceof NotPublished) return { outcome: "notPublished" };
      throw error;
    }
  }
}

const NO_ROWS = { outcome: "rows", rows: [], next: null, previous: null } as const;

export function callerOf(
  asked: PreviewCaller,
  builder: Principal,
  reader: DefinitionReader,
): { readonly caller: Principal; readonly isGroupUnknown: boolean } {
  if (asked.kind === "builder") return { caller: builder, isGroupUnknown: false };
  if (asked.kind === "anonymous") return { caller: visitor, isGroupUnknown: false };
  const group = reader.groups.find(({ id }) => id === asked.groupId)?.name;
  // No key has this number: a rule on a caller's own rows finds none.
  const caller: Principal = {
    kind: "key",
    id: 0,
    name: "Preview",
    groups: new Set(group === undefined ? [] : [group]),
  };
  return { caller, isGroupUnknown: group === undefined };
}

const NAMED_IN_VALUES = "ordering";
const PLAIN = new Set(["search", "offset", "cursor"]);

/** Parameters under their live names; a parameter about a field that the live release does not have is left out. */
function liveParameters(
  reader: DefinitionReader,
  { names, values }: QueryParameters,
  missing: Set<FieldId>,
): QueryParameters {
  const nameOf = (id: string): string | undefined => {
    const name = reader.field(id as FieldId)?.name;
    if (name === undefined) missing.add(id as FieldId);
    return name;
  };
  const kept: { readonly name: string; readonly value: string }[] = [];
  names.forEach((name, index) => {
    const value = values[index] as string;
    if (PLAIN.has(name)) kept.push({ name, value });
    else if (name === NAMED_IN_VALUES) {
      const terms = value.split(",").flatMap((term) => {
        const [, minus = "", id = ""] = /^(-?)(.*)$/.exec(term) ?? [];
        const field = id === "id" ? "id" : nameOf(id);
        return field === undefined ? [] : [minus + field];
      });
      if (terms.length > 0) kept.push({ name, value: terms.join(",") });
    } else {
      const isNegated = name.endsWith("!");
      const parts = (isNegated ? name.slice(0, -1) : name)
        .split("__")
        .map((part) => (part.startsWith("fld_") ? nameOf(part) : part));
      const isAboutField = /^(?:fld_|id(?:__|!|$))/.test(name);
      if (isAboutField && parts.every((part) => part !== undefined))
        kept.push({ name: `${parts.join("__")}${isNegated ? "!" : ""}`, value });
    }
  });
  return { names: kept.map(({ name }) => name), values: kept.map(({ value }) => value) };
}
