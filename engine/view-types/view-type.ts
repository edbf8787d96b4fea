import type * as z from "zod";
import type { FieldId, FlowId, RouteId } from "../definition/ids.ts";
import type { JsonValue } from "../definition/json.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FormAction } from "../definition/records/form.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { LooseView, RouteRecord } from "../definition/records/route.ts";
import type { RowOrder } from "../definition/row-order.ts";
import type { RouteTable } from "../routing/compile-routes.ts";
import type { RowVariable } from "../templates/analyze/template-scope.ts";
import type { ValueType } from "../value-types/value-type.ts";

/** HEAD is answered wherever GET is. */
export type ViewMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * One type of view: everything the product knows about it, in one value. To add a type, add a file here and a line in
 * registry.ts. `options` validates the stored view, `{ name: "list", modelId, … }`; checks, scopes, default templates,
 * renames, links, files, the studio and the command line use the other properties.
 */
export interface ViewType<Options extends LooseView = LooseView> {
  /** The stored name; permanent. */
  readonly name: Options["name"];
  /** Shown to builders: "List". */
  readonly label: string;
  /** One sentence for the picker. */
  readonly description: string;
  readonly options: z.ZodType<Options>;
  readonly methods: readonly ViewMethod[];
  /** The methods of one view, where its options choose them. */
  methodsOf?(view: Options): readonly ViewMethod[];
  /** Whether it belongs to a model: `modelId` must name one, and only callers who may read its rows get the page. */
  readonly hasModel: boolean;
  /** The rows that its pages read. Without them the view ignores the parameters of the path. */
  readonly rows?: RowsOfView<Options>;
  /** Whether links to all rows of its model, to one row or to a form lead to this view. */
  readonly linkedAs?: "list" | "row" | "create" | "update" | "delete";
  /** Its pages have a form of their own, which does this: `{% form %}` without a name. Only callers who may do it get the page. */
  readonly form?: FormAction;
  /** How a page of it is added to a model, together with the model's other pages; without it, it is not offered there. */
  readonly modelPage?: ModelPage;
  /** Whether pages without parameters appear in the menu of the default layout. */
  readonly isInMenu: boolean;
  /** The template that it shows when the builder has chosen none. A type without one needs `templateId`. */
  readonly defaultTemplate?: DefaultTemplate;
  /** It answers with another address instead of a page, so it has no template. */
  leadsTo?(view: Options): RedirectTarget;
  /** A flow answers this method instead of a page, so it has no template. */
  flowOf?(view: Options, method: ViewMethod): FlowId | undefined;
  /** The variables of its templates besides those of every page (engine/views/view-scope.ts) and its rows. */
  variables?(context: ViewVariablesContext): Readonly<Record<string, ValueType>>;
  labels(view: Options, reader: DefinitionReader): ViewLabels;
}

/** One of the pages that a model gets in one action: its list, a page of each row, and the pages of forms. */
export interface ModelPage {
  /** In the choice of pages: "New Movie page". */
  label(model: NamedModel): string;
  /** Of the route: "New Movie". */
  routeLabel(model: NamedModel): string;
  /** Ends the route's name: `movie_new`. */
  readonly nameEnd: string;
  /** Whose address its own begins with. */
  readonly beneath: "list" | "row";
  /** The rest of its address: `new/`; empty for the list and the page of a row. */
  readonly pathEnd: string;
  /** The options of its view besides the model. */
  readonly options?: Readonly<Record<string, JsonValue>>;
}

export type NamedModel = Pick<ModelRecord, "label" | "pluralLabel">;

export type RedirectTarget = {
  readonly isPermanent: boolean;
  /** 301 and 302 in place of 308 and 307. */
  readonly changesMethod: boolean;
} & ({ readonly routeId: RouteId } | { readonly address: string });

export interface RowsOfView<Options extends LooseView = LooseView> {
  /**
   * `one`: the parameters of the path must identify it, by its key or a unique field. `many`: they filter, in addition
   * to search, filters and order from the query string.
   */
  readonly count: "one" | "many";
  /** The variable of templates that holds them: `record`, `page.items`. */
  readonly at: RowVariable;
  /** Their second name, from the model: `movie`, `movies`. */
  alias(model: ModelRecord): string;
  /** The number of rows on a page. */
  pageSize(view: Options): number;
  /** Which of the model's rows its pages have, and in which order; without it all, in the order of the model. */
  listed?(view: Options): ListedRows;
}

/** What a builder sets of the rows of a page, whatever a visitor asks for. */
export interface ListedRows {
  /** A condition over `record`, `user` and `request`. */
  readonly where?: string | undefined;
  /** Until the visitor chooses an order. */
  readonly sort?: RowOrder | undefined;
  /** Comes before every order. */
  readonly groupBy?: FieldId | undefined;
}

export interface DefaultTemplate {
  /** As `{% extends %}` names it: `_default/list.html`. */
  readonly name: string;
  /** One sentence for choosing between templates. */
  readonly description: string;
  generate(context: DefaultTemplateContext): string;
}

export interface DefaultTemplateContext {
  readonly reader: DefinitionReader;
  readonly routes: RouteTable<RouteRecord>;
  readonly model: ModelRecord;
  /** The pages that show the rows of a model. */
  links(modelId: ModelRecord["id"]): ModelLinks;
}

/** The pages that show the rows of a model; the default templates link to them. */
export interface ModelLinks {
  /** The page that lists the rows, when it needs no parameters. */
  readonly list: RouteRecord | undefined;
  /** The page of one row, and the field that its parameter contains (`id`, or a unique field such as `slug`). */
  readonly detail: RowLink | undefined;
  /** The pages with the forms for a new row, for one row, and for deleting it. */
  readonly create: RouteRecord | undefined;
  readonly update: RowLink | undefined;
  readonly delete: RowLink | undefined;
}

/** A page of one row, and the field that its parameter contains. */
export interface RowLink {
  readonly route: RouteRecord;
  readonly parameter: string;
  readonly field: string;
}

export interface ViewVariablesContext {
  readonly reader: DefinitionReader;
  readonly model: ModelRecord;
  /** The type of one row of the model. */
  readonly record: ValueType;
}

export interface ViewLabels {
  /** The title of what answers: "List of Movies". */
  readonly title: string;
  /** The same inside a sentence: "a list of Movies". */
  readonly phrase: string;
  /** The label of a new route with this view: "Movies". */
  readonly routeLabel: string;
}

/** Keeps the options' type through the registry. */
export const defineViewType = <Options extends LooseView>(type: ViewType<Options>): ViewType<Options> => type;
