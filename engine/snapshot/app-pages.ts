import type { CallerClass } from "../access/caller-classes.ts";
import type { RouteId } from "../definition/ids.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import type { FormReads } from "../query/form-rows.ts";
import type { Paging } from "../rest/paging.ts";
import type { QueryParameters } from "../rest/query-string.ts";
import type { RouteTable } from "../routing/compile-routes.ts";
import { viewTypeOf } from "../view-types/registry.ts";
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

const keyOfForms = ({ options, row, lists, withRemoval }: FormReads): string => {
  if (options.length === 0 && !row) return "";
  const asked = options.map(
    ({ id, hasChosen, held, isSearched }) =>
      `${id}${hasChosen ? "+" : ""}${isSearched ? "?" : ""}${held.map(({ name }) => `.${name}`).join("")}`,
  );
  return ` ${asked.join()} ${row !== undefined} ${lists.map(({ name }) => name).join()} ${withRemoval}`;
};

/**
 * The pages of an app: views, which depend on what is drawn but on no rule, and their statements, which depend on rules
 * through the unit of their model. Both are compiled at first use; later releases reuse a view while the parts that it
 * was compiled from are unchanged.
 */
export class AppPages {
  private readonly definition: RecordingReader;
  private readonly compile: (route: RouteRecord) => ViewResult;
  private readonly pages: Map<RouteId, Kept<Page>>;
  private readonly keys = new Map<RouteId, string>();

  constructor(input: {
    readonly definition: RecordingReader;
    readonly routes: RouteTable<RouteRecord>;
    readonly previous: AppPages | undefined;
  }) {
    const { definition, previous } = input;
    this.definition = definition;
    const views = appViews(definition.reader, definition.recordingRoutes(input.routes));
    this.compile = views.of;
    const used = previous?.definition.parts;
    this.pages = new Map(used ? [...previous.pages].filter(([, page]) => page.wasUsedWith(used)) : []);
  }

  view(route: RouteRecord): ViewResult {
    return this.page(route).value.result;
  }

  /** The rows of a list view. */
  list(page: ReadView, unit: ModelUnit, who: CallerClass, parameters: QueryParameters, paging: Paging): CompiledList {
    return unit.pageList(who, this.reads(page), parameters, paging);
  }

  /** The row of a detail view, by its id. */
  one(page: ReadView, unit: ModelUnit, who: CallerClass): CompiledStatement {
    return unit.pageOne(who, this.reads(page));
  }

  /** What a page without rows shows: the results of its queries, and what its forms read. */
  extras(page: ReadView, unit: ModelUnit, who: CallerClass): CompiledStatement {
    return unit.pageExtras(who, this.reads(page));
  }

  private reads({ view: { route }, reads: forms }: ReadView): PageReads {
    const page = this.page(route);
    let key = this.keys.get(route.id);
    if (key === undefined) {
      key = `${route.id} ${page.key}`;
      this.keys.set(route.id, key);
    }
    return { ...page.value.reads, forms, key: `${key}${keyOfForms(forms)}` };
  }

  private page(route: RouteRecord): Kept<Page> {
    const known = this.pages.get(route.id);
    if (known?.isValidFor(this.definition.parts)) return known;
    const { reader } = this.definition;
    const kept = this.definition.keep((): Page => {
      reader.record(route.id);
      // Views read the settings when they are set up, before any of them is compiled.
      void reader.definition.settings;
      const result = this.compile(route);
      const view = result.ok ? result.view : undefined;
      const reads = view?.template.reads.items ?? view?.template.reads.record;
      const selection = view?.model && pageSelection(reader, view.model as ModelRecord, reads);
      const listed = view?.model && viewTypeOf(route.view)?.rows?.listed?.(route.view);
      const fixed = listed && fixedRows(reader, view.model as ModelRecord, listed);
      return { result, reads: { selection, queries: pageQueryPlans(reader, view?.template.queries ?? []), fixed } };
    });
    this.pages.set(route.id, kept);
    return kept;
  }
}
