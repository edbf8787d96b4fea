import type { FieldId, GroupId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { LooseFieldType } from "../../definition/records/field.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { fieldTypeOf, knownFieldType } from "../../field-types/registry.ts";
import { type Principal, type RequestFacts, visitor } from "../../principal.ts";
import { relationTarget } from "../../query/query-scope.ts";
import type { Selection } from "../../query/selection.ts";
import { compileListShape } from "../../rest/list-request.ts";
import { readPaging } from "../../rest/paging.ts";
import type { QueryParameters } from "../../rest/query-string.ts";
import { compiledStatement } from "../../snapshot/compiled-statement.ts";
import { byOffset } from "../../views/page-parameters.ts";
import type { PreviewReads, PreviewRow } from "../../views/preview/preview-reads.ts";
import type { AppData } from "../data/app-data.ts";
import { listPage } from "../execution/list-page.ts";
import { NotPublished } from "../execution/not-published.ts";
import { type AppPlace, onLiveRelease } from "../execution/on-live-release.ts";
import type { PageCursors } from "../execution/page-cursors.ts";
import { runList } from "../execution/run-list.ts";
import { STALE } from "../execution/run-statement.ts";
import type { Clock } from "../ports.ts";
import type { LiveApps } from "../releases/live-apps.ts";

/** The caller for whom a page is previewed. `builder`: every row, without rules. */
export type PreviewCaller =
  | { readonly kind: "builder" }
  | { readonly kind: "anonymous" }
  | { readonly kind: "group"; readonly groupId: GroupId };

export interface PreviewQuestion {
  readonly caller: PreviewCaller;
  /** The path that is previewed, for rules that read `request.path`. */
  readonly path: string;
  readonly reads: PreviewReads;
  readonly pageSize: number;
  /** As in the address of a list, with ids in place of the names of fields: `fld_…__gte`, `ordering=-fld_…`. */
  readonly parameters: QueryParameters;
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
        const unit = models.get(question.reads.modelId);
        if (!unit) return { outcome: "notPublished" };
        const { caller, isGroupUnknown } = callerOf(question.caller, builder, reader);
        if (!rules.permits(unit.model.id, "read", caller, facts)) return { outcome: "closed" };
        const who = rules.classOf(caller);
        const missing = new Set<FieldId>();
        const selection = liveSelection(reader, unit.model, question.reads, missing);
        const asked = cursors.open(question.parameters, place.appId);
        const parameters = liveParameters(reader, byOffset(asked, question.pageSize), missing);
        const paging = readPaging(parameters, question.pageSize, question.pageSize);
        const view = unit.view(who, "pages");
        const shape = compileListShape({ view, model: unit.model, parameters, paging, selection });
        const compiled = { shape, statement: compiledStatement(shape.statement, false) };
        const row = await runList({ live, data, caller, facts }, compiled, { view, parameters, paging });
        if (row === STALE) return STALE;
        const { rows, next, previous } = listPage<Record<string, unknown>>(row, shape, paging);
        return {
          outcome: "rows",
          rows: rows.map((one) => byIds(selection, one)),
          next: cursors.seal(next, place.appId) ?? null,
          previous: cursors.seal(previous, place.appId) ?? null,
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

function callerOf(
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

/** The wanted fields that the live release has, under their live names. */
function liveSelection(
  reader: DefinitionReader,
  model: ModelRecord,
  reads: PreviewReads,
  missing: Set<FieldId>,
): Selection {
  const fields = new Map(reader.fields(model.id).map((field) => [field.id, field]));
  return {
    model,
    withId: true,
    withTitle: reads.title,
    fields: Object.entries(reads.fields).flatMap(([key, child]) => {
      const id = key as FieldId;
      const field = fields.get(id);
      const target = field && relationTarget(reader, field);
      if (field && typeof child !== "string" && target && target.id === child.modelId)
        return [{ field, expand: liveSelection(reader, target, child, missing) }];
      // A value of another type could break the template's filters: it is shown after publishing.
      if (field && typeof child === "string" && !target && isSameKind(field.type, child)) return [{ field }];
      missing.add(id);
      return [];
    }),
  };
}

const isSameKind = (live: LooseFieldType, drawn: string): boolean =>
  live.name === drawn || knownFieldType(live).cast === fieldTypeOf({ name: drawn })?.cast;

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

function byIds(selection: Selection, row: Readonly<Record<string, unknown>>): PreviewRow {
  const named: Record<string, unknown> = { id: row.id };
  if (selection.withTitle) named._title = row._title ?? null;
  for (const { field, expand } of selection.fields) {
    const value = row[field.name];
    named[field.id] =
      expand && value !== null && typeof value === "object"
        ? byIds(expand, value as Readonly<Record<string, unknown>>)
        : value;
  }
  return named;
}
