import type { CallerClass } from "../access/caller-classes.ts";
import type { AppRules } from "../access/compile-rules.ts";
import { readableDefinition } from "../access/readable-reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { formOfClass } from "../forms/form-of-class.ts";
import type { FormReads } from "../query/form-rows.ts";
import type { Paging } from "../rest/paging.ts";
import type { QueryParameters } from "../rest/query-string.ts";
import type { RouteTable } from "../routing/compile-routes.ts";
import { listPages } from "../view-types/list-page.ts";
import { viewTypeOf } from "../view-types/registry.ts";
import { shownFields } from "../view-types/shown-fields.ts";
import { appViews, type CompiledView, type ViewResult } from "../views/app-views.ts";
import { fixedRows } from "../views/listed-rows.ts";
import { pageQueryPlans } from "../views/page-queries.ts";
import { pageSelection } from "../views/page-selection.ts";
import type { CompiledStatement } from "./compiled-statement.ts";
import type { CompiledList, ModelUnit, PageReads } from "./model-unit.ts";
import type { Kept, RecordingReader } from "./recording-reader.ts";

/** A view, and what its template reads. */
interface Page {
  readonly result: ViewResult;
  readonly reads: Pick<PageReads, "selection" | "queries" | "fixed">;
}

/** A page, and what those of its forms read that the caller may send. */
export interface ReadView {
  readonly view: CompiledView;
  readonly reads: FormReads;
}

const keyOfForms = ({ options, row, lists, owned, withRemoval }: FormReads): string => {
  if (options.length === 0 && !row) return "";
  const asked = options.map(
    ({ id, hasChosen, held, isSearched, limit }) =>
      `${id}${hasChosen ? "+" : ""}${isSearched ? "?" : ""}${held.map(({ name }) => `.${name}`).join("")}${limit ? ` ${limit.stored} ${[...limit.sent.keys()].map((field) => field.id).join(".")}` : ""}`,
  );
  const shown = [...lists, ...owned.map(({ collection }) => collection)].map(({ name }) => name);
  return ` ${asked.join()} ${row !== undefined} ${shown.join()} ${withRemoval}`;
};

/** A page is one for all callers, and another for those who may not read or set some fields. */
const placeOf = ({ id }: RouteRecord, { fieldRights }: CallerClass): string =>
  fieldRights === "" ? id : `${id} ${fieldRights}`;

/**
 * The pages of an app: views, which depend on what is drawn but on no rule, and their statements, which depend on rules
 * through the unit of their model. Both are compiled at first use; later releases reuse a view while the parts that it
 * was compiled from are unchanged.
 */
export class AppPages {
  private readonly definition: RecordingReader;
  private readonly compile: (route: RouteRecord) => ViewResult;
  private readonly pages: Map<string, Kept<Page>>;
  private readonly rules: AppRules;
  private readonly routes: RouteTable<RouteRecord>;
  private readonly keys = new Map<string, string>();

  constructor(input: {
    readonly definition: RecordingReader;
    readonly routes: RouteTable<RouteRecord>;
    readonly rules: AppRules;
    readonly previous: AppPages | undefined;
  }) {
    const { definition, previous } = input;
    this.definition = definition;
    this.rules = input.rules;
    this.routes = definition.recordingRoutes(input.routes);
    const views = appViews(definition.reader, this.routes);
    this.compile = views.of;
    const used = previous?.definition.parts;
    this.pages = new Map(used ? [...previous.pages].filter(([, page]) => page.wasUsedWith(used)) : []);
  }

  view(route: RouteRecord, who: CallerClass): ViewResult {
    return this.page(route, who).value.result;
  }

  /** The rows of a list view. */
  list(page: ReadView, unit: ModelUnit, who: CallerClass, parameters: QueryParameters, paging: Paging): CompiledList {
    return unit.pageList(who, this.reads(page, who), parameters, paging);
  }

  /** The row of a detail view, by its id. */
  one(page: ReadView, unit: ModelUnit, who: CallerClass): CompiledStatement {
    return unit.pageOne(who, this.reads(page, who));
  }

  /** What a page without rows shows: the results of its queries, and what its forms read. */
  extras(page: ReadView, unit: ModelUnit, who: CallerClass): CompiledStatement {
    return unit.pageExtras(who, this.reads(page, who));
  }

  /**
   * The page of callers who may not read some fields: as if those did not exist, so that the default look shows no heading of
   * theirs. A template of the builder's that names one has no such form; it shows nothing at that place.
   */
  private compileFor(route: RouteRecord, who: CallerClass): ViewResult {
    // Views of their own: what they look up is noted for this page, and not only for the first that they are compiled for.
    const whole = appViews(this.definition.reader, this.routes).of(route);
    if (!whole.ok) return whole;
    const reader = readableDefinition(this.definition.reader, this.rules, who);
    const narrow = appViews(reader, this.routes).of(route);
    const { view } = narrow.ok ? narrow : whole;
    const shown = new Set(view.forms.map(({ key }) => key));
    const lists =
      view.lists && view.model && listPages(reader, view.model, shownFields(reader, view.model, view.template.reads));
    return {
      ok: true,
      view: {
        ...view,
        lists,
        ownForm: whole.view.ownForm && formOfClass(whole.view.ownForm, who),
        forms: whole.view.forms.filter(({ key }) => shown.has(key)).map((plan) => formOfClass(plan, who)),
      },
    };
  }

  private reads({ view: { route }, reads: forms }: ReadView, who: CallerClass): PageReads {
    const page = this.page(route, who);
    const place = placeOf(route, who);
    let key = this.keys.get(place);
    if (key === undefined) {
      key = `${place} ${page.key}`;
      this.keys.set(place, key);
    }
    return { ...page.value.reads, forms, key: `${key}${keyOfForms(forms)}` };
  }

  private page(route: RouteRecord, who: CallerClass): Kept<Page> {
    const place = placeOf(route, who);
    const known = this.pages.get(place);
    if (known?.isValidFor(this.definition.parts)) return known;
    const { reader } = this.definition;
    const kept = this.definition.keep((): Page => {
      reader.record(route.id);
      // Views read the settings when they are set up, before any of them is compiled.
      void reader.definition.settings;
      const result = who.fieldRights === "" ? this.compile(route) : this.compileFor(route, who);
      const view = result.ok ? result.view : undefined;
      const reads = view?.template.reads.items ?? view?.template.reads.record;
      const selection = view?.model && pageSelection(reader, view.model as ModelRecord, reads);
      const listed = view?.model && viewTypeOf(route.view)?.rows?.listed?.(route.view);
      const fixed = listed && fixedRows(reader, view.model as ModelRecord, listed);
      return { result, reads: { selection, queries: pageQueryPlans(reader, view?.template.queries ?? []), fixed } };
    });
    this.pages.set(place, kept);
    return kept;
  }
}
