import * as z from "zod";
import { idOf } from "../definition/id-of.ts";
import { expressionSourceSchema } from "../definition/labels.ts";
import { rowOrderSchema } from "../definition/row-order.ts";
import { listOf, objectOf, scalar } from "../value-types/value-type.ts";
import { generateListTemplate } from "./defaults/generate-list-template.ts";
import { listControls } from "./list-controls.ts";
import { listName, pluralOf } from "./model-labels.ts";
import { defineViewType, type ViewVariablesContext } from "./view-type.ts";

const TEXT = scalar("text");
const BOOL = scalar("bool");

/** The rows of a model, in pages, with a search, filters and an order: Django's ListView. */
export const list = defineViewType({
  name: "list",
  label: "List",
  description: "The rows of a model, page by page, with a search, filters and an order.",
  options: z.strictObject({
    name: z.literal("list"),
    modelId: idOf("mdl"),
    /** Without one: the default list template. */
    templateId: idOf("tpl").optional(),
    pageSize: z.int().min(1).max(200),
    /** Which rows: a condition over `record`, `user` and `request`. Absent: all that the caller may read. */
    where: expressionSourceSchema.optional(),
    /** Unless the visitor chooses an order. Without one: the default order of the model. */
    sort: rowOrderSchema.optional(),
    /** Rows with the same value of this field stand together, in every order that a visitor chooses. */
    groupBy: idOf("fld").optional(),
  }),
  methods: ["GET"],
  hasModel: true,
  rows: {
    count: "many",
    at: { variable: "page", member: "items", source: "items" },
    alias: listName,
    pageSize: (view) => view.pageSize,
    listed: ({ where, sort, groupBy }) => ({ where, sort, groupBy }),
  },
  linkedAs: "list",
  modelPage: {
    label: (model) => `List of ${pluralOf(model)}`,
    routeLabel: pluralOf,
    nameEnd: "list",
    beneath: "list",
    pathEnd: "",
    options: { pageSize: 25 },
  },
  isInMenu: true,
  defaultTemplate: {
    name: "_default/list.html",
    description: "The built-in list of the page's own model.",
    generate: generateListTemplate,
  },
  variables: (context) => ({ page: pageType(context) }),
  labels: (view, reader) => {
    const model = reader.model(view.modelId);
    return {
      title: model ? `List of ${pluralOf(model)}` : "A list of a model that does not exist",
      phrase: `a list of ${model ? pluralOf(model) : "rows"}`,
      routeLabel: model ? pluralOf(model) : "List",
    };
  },
});

/** `page`: made at run time by list-page.ts; this is its type. */
function pageType({ reader, model, record }: ViewVariablesContext) {
  const { filters, sortable } = listControls(reader, model.id);
  return objectOf({
    items: listOf(record),
    next_url: TEXT,
    previous_url: TEXT,
    first_url: TEXT,
    is_first: BOOL,
    /** The search text. */
    search: TEXT,
    /** As in the query string: `-year`. */
    ordering: TEXT,
    is_filtered: BOOL,
    clear_url: TEXT,
    /** Names of parameters that were meant as filters and are none of this page. */
    unknown_filters: listOf(TEXT),
    /** The present value of each select. */
    filters: objectOf(Object.fromEntries(filters.map((field) => [field.name, TEXT]))),
    /** Parameters that a search form must send along: the order, and look-ups without an input. */
    kept: listOf(objectOf({ name: TEXT, value: TEXT })),
    /**
     * For each field: the link of its column's heading, and `ascending` or `descending` when the list is sorted by it.
     */
    sort: objectOf(Object.fromEntries(sortable.map((field) => [field.name, objectOf({ url: TEXT, direction: TEXT })]))),
  });
}
