import type * as z from "zod";
import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { LooseView, RouteRecord } from "../definition/records/route.ts";
import type { RouteTable } from "../routing/compile-routes.ts";
import type { RowVariable } from "../templates/analyze/template-scope.ts";
import type { ValueType } from "../value-types/value-type.ts";

/** HEAD is answered wherever GET is. */
export type ViewMethod = "GET" | "POST";

/**
 * One type of view: everything the product knows about it, in one value. Adding a type is adding a file here and a line
 * in registry.ts. What the definition stores of a view, `{ name: "list", modelId, … }`, is judged by `options`; checks,
 * scopes, default templates, renames, links, files, the studio and the command line ask the rest.
 */
export interface ViewType<Options extends LooseView = LooseView> {
  /** The stored name; permanent. */
  readonly name: Options["name"];
  /** What a builder reads: "List". */
  readonly label: string;
  /** One sentence for the picker. */
  readonly description: string;
  readonly options: z.ZodType<Options>;
  readonly methods: readonly ViewMethod[];
  /** Whether it belongs to a model: `modelId` names one that exists, and only who may read its rows gets the page. */
  readonly hasModel: boolean;
  /** The rows that its pages read. Without them the parameters of the path mean nothing to the view. */
  readonly rows?: RowsOfView<Options>;
  /** Links to the rows of its model lead here: to all of them, or to one. */
  readonly linkedAs?: "list" | "row";
  /** Whether pages without parameters stand in the menu of the default layout. */
  readonly isInMenu: boolean;
  /** What it shows without a template of the builder's own. A type without one needs `templateId`. */
  readonly defaultTemplate?: DefaultTemplate;
  /** What its templates know besides what every page knows (engine/views/view-scope.ts) and its rows. */
  variables?(context: ViewVariablesContext): Readonly<Record<string, ValueType>>;
  labels(view: Options, reader: DefinitionReader): ViewLabels;
}

export interface RowsOfView<Options extends LooseView = LooseView> {
  /**
   * `one`: the parameters of the path must find it, by its key or a unique field. `many`: they filter, and a search,
   * filters and an order from the query string do too.
   */
  readonly count: "one" | "many";
  /** Where templates find them: `record`, `page.items`. */
  readonly at: RowVariable;
  /** Their name besides that, by the model: `movie`, `movies`. */
  alias(model: ModelRecord): string;
  /** How many there are on a page. */
  pageSize(view: Options): number;
}

export interface DefaultTemplate {
  /** As `{% extends %}` names it: `_default/list.html`. */
  readonly name: string;
  /** One sentence for who chooses between templates. */
  readonly description: string;
  generate(context: DefaultTemplateContext): string;
}

export interface DefaultTemplateContext {
  readonly reader: DefinitionReader;
  readonly routes: RouteTable<RouteRecord>;
  readonly model: ModelRecord;
  /** Where the rows of a model can be seen. */
  links(modelId: ModelRecord["id"]): ModelLinks;
}

/** Where the rows of a model can be seen: what the default templates link to. */
export interface ModelLinks {
  /** The page that lists the rows, when it needs no parameters. */
  readonly list: RouteRecord | undefined;
  /** The page of one row, and the field that its parameter holds (`id`, or a unique field such as `slug`). */
  readonly detail: { readonly route: RouteRecord; readonly parameter: string; readonly field: string } | undefined;
}

export interface ViewVariablesContext {
  readonly reader: DefinitionReader;
  readonly model: ModelRecord;
  /** The type of one row of the model. */
  readonly record: ValueType;
}

export interface ViewLabels {
  /** What answers: "List of Movies". */
  readonly title: string;
  /** The same inside a sentence: "a list of Movies". */
  readonly phrase: string;
  /** What a new route with this view is called: "Movies". */
  readonly routeLabel: string;
}

/** Keeps the options' type through the registry. */
export const defineViewType = <Options extends LooseView>(type: ViewType<Options>): ViewType<Options> => type;
