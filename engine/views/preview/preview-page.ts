import { compileRules } from "../../access/compile-rules.ts";
import type { AppDefinition } from "../../definition/app-definition.ts";
import type { FieldId, GroupId, ModelId, RouteId, TemplateId } from "../../definition/ids.ts";
import { type DefinitionReader, readDefinition } from "../../definition/reader.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import { UserError } from "../../errors.ts";
import { type Principal, userOf, visitor } from "../../principal.ts";
import type { Problem } from "../../problem.ts";
import { parseQuery, type QueryParameters } from "../../rest/query-string.ts";
import { compileRoutes, type RouteParameters, type RouteTable } from "../../routing/compile-routes.ts";
import { DEFAULT_LIMITS } from "../../templates/render/compile-template.ts";
import { escapeHtml } from "../../templates/render/escaping.ts";
import { type AppViews, appViews, type CompiledView, type ViewRows } from "../app-views.ts";
import { withKeys } from "../page-parameters.ts";
import { closedPage, notFoundPage } from "../pages/error-page.ts";
import { errorPageApp } from "../pages/error-page-app.ts";
import { idParameters } from "./id-parameters.ts";
import { coversReads, draftRow, type PreviewReads, type PreviewRow, previewReads } from "./preview-reads.ts";
import { sampleRows } from "./sample-rows.ts";

/** The template that somebody edits, as it stands in the editor, saved or not. */
export interface EditedTemplate {
  readonly id: TemplateId;
  readonly source: string;
  /** The route whose own template it stands in for: a template that no page shows is tried on one. */
  readonly standsInFor: RouteId | undefined;
}

export type PreviewAs =
  | { readonly kind: "builder" }
  | { readonly kind: "anonymous" }
  | { readonly kind: "group"; readonly groupId: GroupId };

export interface PreviewRequest {
  readonly routeId: RouteId;
  /** What would stand in the address bar, with its query; undefined for the first row there is. */
  readonly address: string | undefined;
  readonly as: PreviewAs;
  readonly rows: "live" | "sample";
  /** RFC 3339 with Z. */
  readonly time: string;
}

/** What a page needs from the live version: the body of the endpoint `previewRows`. */
export interface DataRequest {
  readonly as: PreviewAs;
  readonly path: string;
  readonly reads: PreviewReads;
  readonly pageSize: number;
  readonly parameters: readonly (readonly [string, string])[];
}

export interface DataResponse {
  readonly dataRequest: DataRequest;
  /** The rows; `closed` when the rules let this caller read none. */
  readonly answer:
    | { readonly outcome: "closed" }
    | {
        readonly outcome: "rows";
        readonly rows: readonly PreviewRow[];
        readonly next: readonly [string, string] | null;
        readonly previous: readonly [string, string] | null;
        /** Fields that live has no values of. */
        readonly missing: readonly FieldId[];
      };
}

export type PreviewStep =
  /** The page cannot be made; `problems` may lie in other templates than the edited one. */
  | { readonly kind: "broken"; readonly problems: readonly Problem[] }
  /** Rows are needed first: ask again with them. */
  | { readonly kind: "request"; readonly dataRequest: DataRequest }
  /** The page has no address before a row is chosen: ask again with this one. */
  | { readonly kind: "address"; readonly address: string }
  /** The address belongs to another route. */
  | { readonly kind: "elsewhere"; readonly routeId: RouteId }
  /** Over a limit, or an address that cannot be read. */
  | { readonly kind: "stopped"; readonly message: string }
  | {
      readonly kind: "page";
      readonly html: string;
      readonly address: string;
      /** The page itself, or one of the app's pages that say why there is none. */
      readonly status: 200 | 403 | 404;
      /** The places where a field that is not published would stand: see PageMarks. */
      readonly marks?: PageMarks;
    };

/**
 * A page tells where a field that is not published would stand by a comment `<!--token:0-->`: it shows nothing, may
 * stand wherever a value between tags may, and neither a row nor a template can write one, since the token is not known
 * before the page is made. Whoever shows the page puts something visible there.
 */
export interface PageMarks {
  readonly token: string;
  /** The field's label, by the number in the comment. */
  readonly labels: readonly string[];
}

/**
 * Pages of a draft, made in the browser by the very code that makes them on the host: the same views, compiler and
 * limits. Only rows come from elsewhere, so a page is made in two steps: what it needs, and then with it.
 */
export class PagePreview {
  readonly reader: DefinitionReader;
  readonly routes: RouteTable<RouteRecord>;
  private readonly views: AppViews;
  private readonly monotonic: () => number;
  private readonly markToken: string;
  /** Of the page that is being made. */
  private missing: readonly FieldId[] = [];

  /** `markToken` is letters and digits that nobody could guess. */
  constructor(
    definition: AppDefinition,
    edited: EditedTemplate | undefined,
    { monotonic, markToken }: { readonly monotonic: () => number; readonly markToken: string },
  ) {
    if (!/^[A-Za-z0-9]{16,64}$/.test(markToken)) throw new Error("The token of marks is not one.");
    this.markToken = markToken;
    this.reader = readDefinition(edited ? withEdited(definition, edited) : definition);
    this.routes = compileRoutes(this.reader.routes);
    this.views = appViews(this.reader, this.routes, { emptyMark: (fields) => this.mark(fields) });
    this.monotonic = monotonic;
  }

  step(ask: PreviewRequest, response: DataResponse | undefined): PreviewStep {
    try {
      return this.make(ask, response);
    } catch (error) {
      if (error instanceof UserError) return { kind: "stopped", message: error.message };
      throw error;
    }
  }

  /** The comment of the first of these fields that is not published. */
  private mark(fields: readonly FieldId[]): string {
    const field = fields.find((id) => this.missing.includes(id));
    return field === undefined ? "" : `<!--${this.markToken}:${this.missing.indexOf(field)}-->`;
  }

  private make(ask: PreviewRequest, response: DataResponse | undefined): PreviewStep {
    this.missing = [];
    const route = this.reader.routes.find(({ id }) => id === ask.routeId);
    const found = route && this.routes.find(route.name);
    if (!route || !found || found.route.id !== route.id) return { kind: "broken", problems: [] };
    const compiled = this.views.of(route);
    if (!compiled.ok) return { kind: "broken", problems: compiled.problems };
    const { view } = compiled;
    if (ask.address === undefined) return this.address(ask, view, response);

    const mark = ask.address.indexOf("?");
    const path = mark < 0 ? ask.address : ask.address.slice(0, mark);
    const match = this.routes.match(path);
    if (!match)
      return {
        kind: "page",
        ...notFoundPage(errorPageApp(this.reader, this.routes)),
        address: ask.address,
        status: 404,
      };
    if (match.route.id !== route.id) return { kind: "elsewhere", routeId: match.route.id };
    const caller = this.callerOf(ask.as);
    const closed = () => ({
      kind: "page" as const,
      html: closedPage(errorPageApp(this.reader, this.routes), ask.as.kind === "group" ? "known" : "anonymous").html,
      address: ask.address as string,
      status: 403 as const,
    });
    const rules = compileRules(this.reader, "preview");
    if (!rules.admits(route.access, caller, { method: "GET", path, time: ask.time })) return closed();

    let rows: ViewRows | undefined;
    if (view.model) {
      const query = mark < 0 ? "" : ask.address.slice(mark + 1);
      const asked = view.lists?.query(parseQuery(query)) ?? NO_PARAMETERS;
      const dataRequest = this.dataRequest(ask, view, { path, parameters: withKeys(asked, view, match.params) });
      const given = this.given(ask, dataRequest, response);
      if (!given) return { kind: "request", dataRequest };
      if (given.outcome === "closed") return closed();
      this.missing = given.missing;
      const items = given.rows.map((row) => draftRow(this.reader, dataRequest.reads, row));
      if (view.lists) {
        const page = { items, next: given.next ?? undefined, previous: given.previous ?? undefined };
        rows = { page: view.lists.page({ path, parameters: asked, ...page }) };
      } else if (items[0]) rows = { record: items[0] };
      else
        return {
          kind: "page",
          ...notFoundPage(errorPageApp(this.reader, this.routes)),
          address: ask.address,
          status: 404,
        };
    }
    return this.render(ask, view, { path, params: match.params, rows });
  }

  private render(
    ask: PreviewRequest,
    view: CompiledView,
    { path, params, rows }: { path: string; params: RouteParameters; rows: ViewRows | undefined },
  ): PreviewStep {
    const user = userOf(this.callerOf(ask.as));
    const result = view.template.render(view.data({ method: "GET", path, time: ask.time, user, params }, rows), {
      ...DEFAULT_LIMITS,
      now: this.monotonic,
      deadline: this.monotonic() + DEFAULT_LIMITS.milliseconds,
    });
    if (!result.ok) return { kind: "stopped", message: result.problem.message };
    const labels = this.missing.map((id) => this.reader.field(id)?.label ?? "This field");
    return {
      kind: "page",
      html: view.template.contentType.startsWith("text/html") ? result.html : asHtml(result.html),
      address: ask.address ?? path,
      status: 200,
      ...(labels.length > 0 ? { marks: { token: this.markToken, labels } } : {}),
    };
  }

  /** The address of the first row there is, or of none where the path needs nothing. */
  private address(ask: PreviewRequest, view: CompiledView, response: DataResponse | undefined): PreviewStep {
    const { route, model, keys } = view;
    const parameters = this.routes.find(route.name)?.pattern.parameters ?? [];
    let row: PreviewRow | undefined;
    if (model && parameters.length > 0) {
      const dataRequest = this.dataRequest(ask, view, { path: "/", parameters: NO_PARAMETERS, first: true });
      const given = this.given(ask, dataRequest, response);
      if (!given) return { kind: "request", dataRequest };
      // Where there is no row, the page is tried on one that nobody has.
      row = (given.outcome === "rows" ? given.rows[0] : undefined) ?? sampleRows(this.reader, dataRequest.reads, 1)[0];
    }
    const values = Object.fromEntries(
      parameters.map(({ name, converter }) => {
        const key = keys.find(({ parameter }) => parameter === name);
        const held = key === undefined ? undefined : key.field === "id" ? row?.id : row?.[key.field.id];
        const value = held !== null && typeof held === "object" ? (held as { id?: unknown }).id : held;
        const example = converter === "int" ? 1 : converter === "uuid" ? NO_UUID : "example";
        // A row that nobody has does not know of what kind its key will be.
        return [name, value == null || (converter === "uuid" && typeof value !== "string") ? example : value];
      }),
    );
    const address = this.routes.reverse(route.name, values);
    if (address === undefined) return { kind: "stopped", message: `The address of ${route.path} cannot be written.` };
    return { kind: "address", address };
  }

  private dataRequest(
    ask: PreviewRequest,
    view: CompiledView,
    { path, parameters, first = false }: { path: string; parameters: QueryParameters; first?: boolean },
  ): DataRequest {
    const model = view.model?.id as ModelId;
    const { reads } = view.template;
    const read = reads.items ?? reads.record ?? { modelId: model, fields: new Map(), title: false, whole: false };
    const keys = view.keys.flatMap(({ field }) => (field === "id" ? [] : [field.id as FieldId]));
    const nothing = { modelId: model, fields: new Map(), title: false, whole: false };
    return {
      as: ask.as,
      path,
      reads: previewReads(this.reader, first ? nothing : read, first ? keys : []),
      pageSize: first ? 1 : view.pageSize,
      parameters: idParameters(this.reader, model, parameters),
    };
  }

  private given(
    ask: PreviewRequest,
    dataRequest: DataRequest,
    response: DataResponse | undefined,
  ): DataResponse["answer"] | undefined {
    if (ask.rows === "sample") {
      const count = dataRequest.pageSize === 1 ? 1 : Math.min(dataRequest.pageSize, 8);
      return {
        outcome: "rows",
        rows: sampleRows(this.reader, dataRequest.reads, count),
        next: null,
        previous: null,
        missing: [],
      };
    }
    return response && isResponseTo(response.dataRequest, dataRequest) ? response.answer : undefined;
  }

  private callerOf(as: PreviewAs): Principal {
    switch (as.kind) {
      case "builder":
        return { kind: "builder", accountId: "", name: "" };
      case "anonymous":
        return visitor;
      case "group": {
        const group = this.reader.groups.find(({ id }) => id === as.groupId)?.name;
        return { kind: "key", id: 0, name: "Preview", groups: new Set(group === undefined ? [] : [group]) };
      }
    }
  }
}

/** Text, XML and JSON as browsers show them: as they are. */
const asHtml = (text: string): string =>
  `<!doctype html><html><head><meta charset="utf-8"><title>Preview</title></head><body><pre>${escapeHtml(text)}</pre></body></html>`;

const NO_PARAMETERS: QueryParameters = { names: [], values: [] };
const NO_UUID = "00000000-0000-7000-8000-000000000000";

/** Rows serve a page as long as they hold what it reads; a word less in the template asks nobody again. */
const isResponseTo = (had: DataRequest, want: DataRequest): boolean =>
  had.path === want.path &&
  had.pageSize === want.pageSize &&
  JSON.stringify([had.as, had.parameters]) === JSON.stringify([want.as, want.parameters]) &&
  coversReads(had.reads, want.reads);

function withEdited(definition: AppDefinition, { id, source, standsInFor }: EditedTemplate): AppDefinition {
  const records = { ...definition.records };
  const template = records[id];
  if (template?.kind === "template") records[id] = { ...template, source };
  const route = standsInFor && records[standsInFor];
  if (route?.kind === "route") records[route.id] = { ...route, view: { ...route.view, templateId: id } };
  return { ...definition, records };
}
