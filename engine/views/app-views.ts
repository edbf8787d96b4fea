import type { RouteId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FormAction } from "../definition/records/form.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import type { FormPlan } from "../forms/form-plan.ts";
import type { User } from "../principal.ts";
import type { Problem } from "../problem.ts";
import type { RouteParameters, RouteTable } from "../routing/compile-routes.ts";
import type { EmptyMark } from "../templates/analyze/analyze-template.ts";
import { FORMS_INPUT, type FormWriters } from "../templates/analyze/form-scope.ts";
import { QUERIES_INPUT } from "../templates/analyze/page-queries.ts";
import { type CompiledTemplate, compileTemplate, type TemplateData } from "../templates/render/compile-template.ts";
import { type ListPages, listPages } from "../view-types/list-page.ts";
import { pluralOf } from "../view-types/model-labels.ts";
import { modelOfView, viewTypeOf } from "../view-types/registry.ts";
import { shownFields } from "../view-types/shown-fields.ts";
import { appVariable } from "./app-variable.ts";
import { pageForms } from "./forms/page-forms.ts";
import { type RequestOfPage, requestVariable } from "./request-variable.ts";
import { type ViewKey, viewKeys } from "./view-keys.ts";
import { viewScopes } from "./view-scope.ts";
import { viewTemplates } from "./view-templates.ts";

/** A route's view, ready to answer: its query and its template. */
export interface CompiledView {
  readonly route: RouteRecord;
  readonly template: CompiledTemplate;
  /** The model of a view that shows rows. */
  readonly model: ModelRecord | undefined;
  /** The fields that the path's parameters must equal. */
  readonly keys: readonly ViewKey[];
  /** For a view of many rows. */
  readonly lists: ListPages | undefined;
  readonly pageSize: number;
  /** How many rows its pages show; undefined for a view that shows none. */
  readonly rowCount: "one" | "many" | undefined;
  /** The form of a view that adds, changes or deletes a row. */
  readonly ownForm: FormPlan | undefined;
  /** The forms that its template shows, in their order. */
  readonly forms: readonly FormPlan[];
  /** `app`, `request`, `user`, `params` and `model`; many rows add `page`, one adds `record`, both also under the model's name. */
  data(request: ViewRequest, rows?: ViewRows, beside?: BesideRows): TemplateData;
}

export interface ViewRequest extends RequestOfPage {
  readonly user: User | null;
  readonly params: RouteParameters;
  /** What the caller may do to rows of the model; nothing unless said. */
  readonly may?: Readonly<Partial<Record<FormAction, boolean>>>;
}

/** What a page shows besides its rows: its forms, and the results of its queries in their order. */
export interface BesideRows {
  readonly forms?: FormWriters;
  readonly queries?: readonly unknown[];
}

/** `page` comes from `lists.page(…)`; `record` is one row as the template reads it. */
export type ViewRows = { readonly page: Readonly<Record<string, unknown>> } | { readonly record: unknown };

export type ViewResult =
  | { readonly ok: true; readonly view: CompiledView }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export interface AppViews {
  /** Compiled at the first call, then kept. */
  of(route: RouteRecord): ViewResult;
  /** The source of a view's default template, for a builder who wants to change it. */
  defaultSource(route: RouteRecord): string | undefined;
}

/** `emptyMark` is for previews; hosts pass none. */
export function appViews(
  reader: DefinitionReader,
  routes: RouteTable<RouteRecord>,
  { emptyMark }: { readonly emptyMark?: EmptyMark } = {},
): AppViews {
  const scopes = viewScopes(reader, routes);
  const templates = viewTemplates(reader, routes);
  const compiled = new Map<RouteId, ViewResult>();
  const app = appVariable(reader);

  const compile = (route: RouteRecord): ViewResult => {
    const entry = templates.entry(route);
    const pattern = routes.find(route.name)?.pattern;
    if (!entry || !pattern) return { ok: false, problems: [] };
    const scope = scopes.of(route);
    const result = compileTemplate({
      entry,
      lookup: templates.lookup(route),
      scope,
      ...(emptyMark ? { emptyMark } : {}),
    });
    if (!result.ok) return result;
    const type = viewTypeOf(route.view);
    if (!type) return { ok: false, problems: [] };
    const model = modelOfView(reader, route.view);
    const forms = pageForms(reader, route);
    const { keys, problems } = viewKeys(route, pattern, reader);
    if (problems.length > 0) return { ok: false, problems };
    const modelData = model && { name: model.name, label: model.label, plural_label: pluralOf(model) };
    // The rows under the model's own name, when the scope has it.
    const alias = scope.rows.find((row) => row.variable !== "page" && row.variable !== "record")?.variable;
    return {
      ok: true,
      view: {
        route,
        template: result.template,
        model,
        keys,
        lists:
          type.rows?.count === "many" && model
            ? listPages(reader, model, shownFields(reader, model, result.template.reads))
            : undefined,
        pageSize: type.rows?.pageSize(route.view) ?? 1,
        rowCount: type.rows?.count,
        ownForm: forms.own,
        forms: [...result.template.forms].flatMap((key) => forms.plan(key) ?? []),
        data({ user, params, may, ...request }, rows, { forms: writers, queries } = {}) {
          const row = rows === undefined ? undefined : "page" in rows ? rows.page.items : rows.record;
          return {
            app,
            ...requestVariable(request, { route: route.name, template: result.template }),
            user,
            params,
            model: modelData && {
              ...modelData,
              can_create: may?.create ?? false,
              can_update: may?.update ?? false,
              can_delete: may?.delete ?? false,
            },
            ...(writers ? { [FORMS_INPUT]: writers } : {}),
            ...(queries ? { [QUERIES_INPUT]: queries } : {}),
            ...rows,
            ...(alias === undefined ? {} : { [alias]: row }),
          };
        },
      },
    };
  };
  return {
    of(route) {
      let result = compiled.get(route.id);
      if (!result) {
        result = compile(route);
        compiled.set(route.id, result);
      }
      return result;
    },
    defaultSource: templates.defaultSource,
  };
}
