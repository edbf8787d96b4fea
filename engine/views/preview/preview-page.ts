import { compileRules } from "../../access/compile-rules.ts";
import type { AppDefinition } from "../../definition/app-definition.ts";
import type { FieldId, ModelId, RouteId, TemplateId } from "../../definition/ids.ts";
import { type DefinitionReader, readDefinition } from "../../definition/reader.ts";
import type { FormAction } from "../../definition/records/form.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import { UserError } from "../../errors.ts";
import type { FormPlan } from "../../forms/form-plan.ts";
import { requestOfForm } from "../../forms/request-of-form.ts";
import { type Principal, userOf, visitor } from "../../principal.ts";
import type { Problem } from "../../problem.ts";
import { parseQuery, type QueryParameters } from "../../rest/query-string.ts";
import { compileRoutes, type RouteTable } from "../../routing/compile-routes.ts";
import { noReads } from "../../templates/analyze/template-reads.ts";
import { DEFAULT_LIMITS } from "../../templates/render/compile-template.ts";
import { escapeHtml } from "../../templates/render/escaping.ts";
import type { RenderBudget } from "../../templates/render/render-meter.ts";
import { modelLinks } from "../../view-types/model-links.ts";
import { answersByFlow, labelsOfView, leadsTo, viewTypeOf } from "../../view-types/registry.ts";
import type { ListedRows } from "../../view-types/view-type.ts";
import { accountOfRoute } from "../accounts/account-route.ts";
import { type AppViews, appViews, type CompiledView, type ViewRequest, type ViewRows } from "../app-views.ts";
import { mailOfRoute } from "../mails/mail-route.ts";
import { withKeys } from "../page-parameters.ts";
import { closedPage, notFoundPage } from "../pages/error-page.ts";
import { errorPageApp } from "../pages/error-page-app.ts";
import { openPages } from "../site/open-pages.ts";
import { accountStep } from "./account-step.ts";
import type { DataRequest, DataResponse, PreviewAs, RowsRead } from "./data-request.ts";
import { idParameters } from "./id-parameters.ts";
import { mailStep } from "./mail-step.ts";
import { type FormPreview, previewForms } from "./preview-forms.ts";
import { coversReads, draftRow, type PreviewRow, previewReads } from "./preview-reads.ts";
import { conditionByIds, type QueryRead, queryReads, queryResultsOf } from "./query-reads.ts";
import { fillEmpty, sampleData } from "./sample-data.ts";
import { sampleRows } from "./sample-rows.ts";

/** The template that is being edited, as it is in the editor, saved or not. */
export interface EditedTemplate {
  readonly id: TemplateId;
  readonly source: string;
  /** The route on which the template is tried when no page shows it; it replaces the route's own template. */
  readonly standsInFor: RouteId | undefined;
}

export interface PreviewRequest {
  readonly routeId: RouteId;
  /** The address as in the address bar, with its query; undefined for the first row. */
  readonly address: string | undefined;
  readonly as: PreviewAs;
  readonly rows: "live" | "sample";
  /** Models without any row are shown with sample rows, so that a page can be drawn before there are rows. */
  readonly fillsEmpty?: boolean;
  /** The state in which forms are shown; as they open unless said. */
  readonly forms?: FormPreview;
  /** Where the app is served, `https://shop.example`. */
  readonly origin: string;
  /** RFC 3339 with Z. */
  readonly time: string;
}

export type PreviewStep =
  /** The page cannot be made; `problems` may be in other templates than the edited one. */
  | { readonly kind: "broken"; readonly problems: readonly Problem[] }
  /** Rows are needed first: call again with them. */
  | { readonly kind: "request"; readonly dataRequest: DataRequest }
  /** The page has no address before a row is chosen: call again with this one. */
  | { readonly kind: "address"; readonly address: string }
  /** The address belongs to another route. */
  | { readonly kind: "elsewhere"; readonly routeId: RouteId }
  /** A limit was exceeded, or the address cannot be read. */
  | { readonly kind: "stopped"; readonly message: string }
  | {
      readonly kind: "page";
      readonly html: string;
      readonly address: string;
      /** The page itself, or one of the app's error pages. */
      readonly status: 200 | 403 | 404;
      /** The positions of unpublished fields: see PageMarks. */
      readonly marks?: PageMarks;
      /** The models that have no rows and are shown with sample rows. */
      readonly sampled?: readonly ModelId[];
      /** It has a form, which can be shown in its states. */
      readonly hasForms?: true;
    };

/**
 * The position of an unpublished field on a page is marked by a comment `<!--token:0-->`. It is invisible and allowed
 * wherever a value between tags is, and neither a row nor a template can contain it, because the token is not known
 * before the page is made. The code that displays the page replaces it by a visible mark.
 */
export interface PageMarks {
  readonly token: string;
  /** The field's label, by the number in the comment. */
  readonly labels: readonly string[];
}

/**
 * Pages of a draft, made in the browser by the same code as on the host: the same views, compiler and limits. Only the
 * rows are requested from the server, so a page is made in two steps: first its data request, then the page.
 */
export class PagePreview {
  readonly reader: DefinitionReader;
  readonly routes: RouteTable<RouteRecord>;
  private readonly views: AppViews;
  private readonly monotonic: () => number;
  private readonly markToken: string;
  /** The missing fields of the page that is being made. */
  private missing: readonly FieldId[] = [];
  /** Its models with sample rows. */
  private sampled: readonly ModelId[] = [];

  /** `markToken` is letters and digits that cannot be guessed. */
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
    this.sampled = [];
    const mail = mailOfRoute(ask.routeId);
    if (mail !== undefined) {
      const given = (dataRequest: DataRequest) => this.given(ask, dataRequest, response);
      return mailStep(this.reader, this.routes, { key: mail, ask, budget: this.budget(), given });
    }
    const account = accountOfRoute(ask.routeId);
    if (account !== undefined)
      return accountStep(this.reader, this.routes, { name: account, ask, budget: this.budget() });
    const route = this.reader.routes.find(({ id }) => id === ask.routeId);
    const found = route && this.routes.find(route.name);
    if (!route || !found || found.route.id !== route.id) return { kind: "broken", problems: [] };
    if (leadsTo(route.view) || answersByFlow(route.view)) {
      const { title } = labelsOfView(this.reader, route.view);
      return { kind: "stopped", message: `${title}: visitors see no page at this address.` };
    }
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
    const facts = { method: "GET", path, time: ask.time };
    if (!rules.admits(route.access, caller, facts)) return closed();
    const { model, ownForm } = view;
    const maySend = (plan: FormPlan): boolean =>
      rules.permits(plan.modelId, plan.action, caller, requestOfForm(facts, plan));
    if (ownForm && !maySend(ownForm)) return closed();

    let rows: ViewRows | undefined;
    let queries: readonly unknown[] = [];
    const hasRows = view.model !== undefined && view.rowCount !== undefined;
    if (hasRows || view.template.queries.length > 0) {
      const query = mark < 0 ? "" : ask.address.slice(mark + 1);
      const asked = view.lists?.query(parseQuery(query)) ?? NO_PARAMETERS;
      const passed = view.template.passed(
        view.data({
          method: "GET",
          origin: ask.origin,
          path,
          query,
          time: ask.time,
          user: userOf(caller),
          params: match.params,
        }),
        this.budget(),
      );
      if (!passed.ok) return { kind: "stopped", message: passed.problem.message };
      const dataRequest: DataRequest = {
        as: ask.as,
        path,
        ...(hasRows ? { rows: this.rowsRead(view, { parameters: withKeys(asked, view, match.params) }) } : {}),
        queries: queryReads(this.reader, view.template.queries, { passed: passed.passed, ownModelId: model?.id }),
      };
      const given = this.given(ask, dataRequest, response);
      if (!given) return { kind: "request", dataRequest };
      if (given.outcome === "closed") return closed();
      this.missing = given.missing;
      queries = queryResultsOf(this.reader, dataRequest.queries, given.queries);
      const { reads } = dataRequest.rows ?? {};
      const items = reads ? given.rows.map((row) => draftRow(this.reader, reads, row)) : [];
      if (!hasRows) rows = undefined;
      else if (view.lists) {
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
    const may =
      model &&
      this.mayOf(
        model.id,
        (access, of) => rules.admits(access, caller, facts) && rules.permits(model.id, of, caller, facts),
      );
    const forms = view.forms.filter(maySend);
    return this.render(ask, view, { path, params: match.params, rows, queries, forms, ...(may ? { may } : {}) });
  }

  /** What the caller may do to rows of the model, and has a page for. */
  private mayOf(modelId: ModelId, isOpen: (access: string | undefined, action: FormAction) => boolean) {
    const links = modelLinks(this.reader, this.routes, modelId);
    const open = (action: FormAction): boolean => {
      const link = links[action];
      const route = link && ("route" in link ? link.route : link);
      return route !== undefined && isOpen(route.access, action);
    };
    return { create: open("create"), update: open("update"), delete: open("delete") };
  }

  private render(
    ask: PreviewRequest,
    view: CompiledView,
    { path, params, rows, queries, forms, may }: Rendered,
  ): PreviewStep {
    const user = userOf(this.callerOf(ask.as));
    const query = ask.address?.split("?")[1] ?? "";
    const row = rows && "record" in rows ? (rows.record as Readonly<Record<string, unknown>>) : undefined;
    const writers = previewForms(this.reader, forms, {
      state: ask.forms ?? "empty",
      address: ask.address ?? path,
      row,
      facts: { params, user, time: ask.time },
    });
    const { origin, time } = ask;
    const { reader, routes } = this;
    const rules = compileRules(reader, "preview");
    const facts = { method: "GET", path, time };
    const caller = this.callerOf(ask.as);
    const request = {
      ...{ method: "GET", origin, path, query, time, user, params },
      ...(may ? { may } : {}),
      openPages: () => openPages({ reader, routes, rules, caller, facts }),
    };
    const result = view.template.render(view.data(request, rows, { forms: writers, queries }), this.budget());
    if (!result.ok) return { kind: "stopped", message: result.problem.message };
    const labels = this.missing.map((id) => this.reader.field(id)?.label ?? "This field");
    return {
      kind: "page",
      html: view.template.contentType.startsWith("text/html") ? result.html : asHtml(result.html),
      address: ask.address ?? path,
      status: 200,
      ...(forms.length > 0 ? { hasForms: true } : {}),
      ...(this.sampled.length > 0 ? { sampled: this.sampled } : {}),
      ...(labels.length > 0 ? { marks: { token: this.markToken, labels } } : {}),
    };
  }

  /** The address of the first row, or of no row where the path needs none. */
  private address(ask: PreviewRequest, view: CompiledView, response: DataResponse | undefined): PreviewStep {
    const { route, model, keys } = view;
    const parameters = this.routes.find(route.name)?.pattern.parameters ?? [];
    let row: PreviewRow | undefined;
    if (model && parameters.length > 0) {
      const rows = this.rowsRead(view, { parameters: NO_PARAMETERS, first: true });
      const dataRequest: DataRequest = { as: ask.as, path: "/", rows, queries: [] };
      const given = this.given(ask, dataRequest, response);
      if (!given) return { kind: "request", dataRequest };
      // Without rows, the page is tried on a sample row.
      row = (given.outcome === "rows" ? given.rows[0] : undefined) ?? sampleRows(this.reader, rows.reads, 1)[0];
    }
    const values = Object.fromEntries(
      parameters.map(({ name, converter }) => {
        const key = keys.find(({ parameter }) => parameter === name);
        const held = key === undefined ? undefined : key.field === "id" ? row?.id : row?.[key.field.id];
        const value = held !== null && typeof held === "object" ? (held as { id?: unknown }).id : held;
        const example = converter === "int" ? 1 : converter === "uuid" ? NO_UUID : "example";
        // The key of a sample row has no kind yet.
        return [name, value == null || (converter === "uuid" && typeof value !== "string") ? example : value];
      }),
    );
    const address = this.routes.reverse(route.name, values);
    if (address === undefined) return { kind: "stopped", message: `The address of ${route.path} cannot be written.` };
    return { kind: "address", address };
  }

  private budget(): RenderBudget {
    const deadline = this.monotonic() + DEFAULT_LIMITS.milliseconds;
    return { ...DEFAULT_LIMITS, now: this.monotonic, deadline };
  }

  private rowsRead(
    view: CompiledView,
    { parameters, first = false }: { parameters: QueryParameters; first?: boolean },
  ): RowsRead {
    const model = view.model?.id as ModelId;
    const { reads } = view.template;
    const read = reads.items ?? reads.record ?? noReads(model);
    const keys = view.keys.flatMap(({ field }) => (field === "id" ? [] : [field.id as FieldId]));
    // A form shows the values that the row has, whether or not the template reads them elsewhere.
    const ofForms = view.forms.flatMap((plan) => (plan.action === "create" ? [] : plan.fields));
    const besides = ofForms.flatMap(({ field }) => (field?.modelId === model ? [field.id] : []));
    const nothing = noReads(model);
    const listed = viewTypeOf(view.route.view)?.rows?.listed?.(view.route.view);
    return {
      reads: previewReads(this.reader, first ? nothing : read, first ? keys : besides),
      pageSize: first ? 1 : view.pageSize,
      parameters: idParameters(this.reader, model, parameters),
      ...(listed ? { listed: this.listedByIds(model, listed) } : {}),
    };
  }

  private listedByIds(modelId: ModelId, { where, ...order }: ListedRows): ListedRows {
    if (where === undefined) return order;
    return { ...order, where: conditionByIds(this.reader, { modelId, parameters: [], where }) };
  }

  private given(
    ask: PreviewRequest,
    dataRequest: DataRequest,
    response: DataResponse | undefined,
  ): DataResponse["answer"] | undefined {
    if (ask.rows === "sample") return sampleData(this.reader, dataRequest);
    if (!response || !isResponseTo(response.dataRequest, dataRequest)) return undefined;
    const { answer } = response;
    if (answer.outcome === "closed" || ask.fillsEmpty !== true) return answer;
    const { filled, sampled } = fillEmpty(this.reader, dataRequest, answer);
    this.sampled = sampled;
    return filled;
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

interface Rendered extends Pick<ViewRequest, "params" | "may"> {
  readonly path: string;
  readonly rows: ViewRows | undefined;
  readonly queries: readonly unknown[];
  /** Those that the caller may send. */
  readonly forms: readonly FormPlan[];
}

/** Text, XML and JSON as browsers show them: unformatted. */
const asHtml = (text: string): string =>
  `<!doctype html><html><head><meta charset="utf-8"><title>Preview</title></head><body><pre>${escapeHtml(text)}</pre></body></html>`;

const NO_PARAMETERS: QueryParameters = { names: [], values: [] };
const NO_UUID = "00000000-0000-7000-8000-000000000000";

/**
 * Rows can be reused as long as they contain what the page reads; removing a word from the template causes no request.
 */
const isResponseTo = (had: DataRequest, want: DataRequest): boolean =>
  had.path === want.path &&
  JSON.stringify(shapeOf(had)) === JSON.stringify(shapeOf(want)) &&
  (!want.rows || (had.rows !== undefined && coversReads(had.rows.reads, want.rows.reads))) &&
  want.queries.every((query, index) => coversReads((had.queries[index] as QueryRead).reads, query.reads));

/** A request but for the fields that it reads. */
const shapeOf = ({ as, rows, queries }: DataRequest) => [
  as,
  rows && { ...rows, reads: null },
  queries.map((query) => ({ ...query, reads: null })),
];

/** The draft with the text as it stands in the editor. */
export function withEdited(definition: AppDefinition, { id, source, standsInFor }: EditedTemplate): AppDefinition {
  const records = { ...definition.records };
  const template = records[id];
  if (template?.kind === "template") records[id] = { ...template, source };
  const route = standsInFor && records[standsInFor];
  if (route?.kind === "route") records[route.id] = { ...route, view: { ...route.view, templateId: id } };
  return { ...definition, records };
}
