import type { CallerClass } from "../access/compile-rules.ts";
import { canonicalJson } from "../definition/json.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { factsOf } from "../kinds/facts-of.ts";
import { compileOne } from "../query/compile-one.ts";
import { compileListShape } from "../rest/list-request.ts";
import { listSignature } from "../rest/list-signature.ts";
import type { Paging } from "../rest/paging.ts";
import type { QueryParameters } from "../rest/query-string.ts";
import type { RouteTable } from "../routing/compile-routes.ts";
import { shortHash } from "../short-hash.ts";
import { type AppViews, appViews, type CompiledView, type ViewResult } from "../views/app-views.ts";
import { pageSelection } from "../views/page-selection.ts";
import { type CompiledStatement, compiledStatement, statementBytes } from "./compiled-statement.ts";
import type { CompiledList, ModelUnit } from "./model-unit.ts";
import type { ShapeCache } from "./shape-cache.ts";

/**
 * The pages of an app: views, which depend on everything that is drawn but on no rule, and their statements, which
 * depend on rules through the unit of their model. Both are compiled when first asked for.
 */
export class AppPages {
  /** A hash of all that views depend on; a release that changes none of it takes the views over. */
  readonly key: string;
  private readonly views: AppViews;
  private readonly reader: DefinitionReader;
  private readonly shapes: ShapeCache;

  constructor(input: {
    reader: DefinitionReader;
    routes: RouteTable<RouteRecord>;
    shapes: ShapeCache;
    previous: AppPages | undefined;
  }) {
    this.reader = input.reader;
    this.shapes = input.shapes;
    this.key = pagesKey(input.reader);
    this.views = input.previous?.key === this.key ? input.previous.views : appViews(input.reader, input.routes);
  }

  view(route: RouteRecord): ViewResult {
    return this.views.of(route);
  }

  /** The rows of a list view: only the columns that its template reads. */
  list(
    view: CompiledView,
    unit: ModelUnit,
    who: CallerClass,
    parameters: QueryParameters,
    paging: Paging,
  ): CompiledList {
    const signature = `${this.prefix(view, unit)} ${listSignature(who.key, parameters, paging)}`;
    const known = this.shapes.get<CompiledList>(signature);
    if (known) return known;
    const model = view.model as ModelRecord;
    const selection = pageSelection(this.reader, model, view.template.reads.items ?? view.template.reads.record);
    const shape = compileListShape({ view: unit.view(who, "pages"), model, parameters, paging, selection });
    const made = { shape, statement: compiledStatement(shape.statement, false) };
    this.shapes.set(signature, made, shape.bytes);
    return made;
  }

  /** The row of a detail view, by its id. */
  one(view: CompiledView, unit: ModelUnit, who: CallerClass): CompiledStatement {
    const signature = `${this.prefix(view, unit)} one ${who.key}`;
    const known = this.shapes.get<CompiledStatement>(signature);
    if (known) return known;
    const selection = pageSelection(this.reader, view.model as ModelRecord, view.template.reads.record);
    const statement = compileOne(unit.scope(who), { selection });
    const made = compiledStatement(statement, true);
    this.shapes.set(signature, made, statementBytes(statement));
    return made;
  }

  private prefix(view: CompiledView, unit: ModelUnit): string {
    return `page ${this.key} ${view.route.id} ${unit.key}`;
  }
}

function pagesKey(reader: DefinitionReader): string {
  const { settings, records } = reader.definition;
  const seen = Object.values(records).filter((record) => factsOf(record).isSeenByPages);
  seen.sort((a, b) => (a.id < b.id ? -1 : 1));
  return shortHash(canonicalJson([settings, seen]));
}
