import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { type ExpressionScope, modelShapes, requestType, userType } from "../expressions/scope.ts";
import type { RouteTable } from "../routing/compile-routes.ts";
import type { ConverterName } from "../routing/converters.ts";
import type { RowVariable, TemplateScope } from "../templates/analyze/template-scope.ts";
import { listOf, objectOf, recordOf, scalar, type ValueType } from "../value-types/value-type.ts";
import { listControls } from "../view-types/list-controls.ts";
import { listName } from "../view-types/model-labels.ts";

const TEXT = scalar("text");
const BOOL = scalar("bool");

/** What every page knows: the app, who asks, what was asked for, the values from the path. */
const appType = objectOf({ label: TEXT, locale: TEXT, theme_url: TEXT });
const modelType = objectOf({ name: TEXT, label: TEXT, plural_label: TEXT });
/** As in rules, and the name of the route that answers. */
const pageRequestType = objectOf({ ...(requestType.kind === "object" ? requestType.members : {}), route: TEXT });

const parameterTypes: Readonly<Record<ConverterName, ValueType>> = {
  int: scalar("int"),
  slug: TEXT,
  str: TEXT,
  path: TEXT,
  uuid: scalar("uuid"),
};

/** What is told to the templates of an app once and for all its views. */
export interface ViewScopes {
  of(route: RouteRecord): TemplateScope;
}

export function viewScopes(reader: DefinitionReader, routes: RouteTable<RouteRecord>): ViewScopes {
  const model = modelShapes(reader);
  const { locale, timeZone } = reader.definition.settings;
  const shared = { model, choiceLabels: choiceLabels(reader), routes, locale, timeZone };
  return {
    of: (route) => {
      const members = Object.fromEntries(
        (routes.find(route.name)?.pattern.parameters ?? []).map((parameter) => [
          parameter.name,
          parameterTypes[parameter.converter],
        ]),
      );
      const { variables, rows } = viewVariables(route, reader, model);
      return {
        ...shared,
        variables: { app: appType, request: pageRequestType, user: userType, params: objectOf(members), ...variables },
        rows,
      };
    },
  };
}

function choiceLabels(reader: DefinitionReader): TemplateScope["choiceLabels"] {
  return (fieldId) => {
    const choices = reader.choices(fieldId);
    return choices.length === 0 ? undefined : Object.fromEntries(choices.map((choice) => [choice.value, choice.label]));
  };
}

function viewVariables(
  route: RouteRecord,
  reader: DefinitionReader,
  shapes: ExpressionScope["model"],
): { variables: Record<string, ValueType>; rows: RowVariable[] } {
  const { view } = route;
  const model = view.name === "template" ? undefined : reader.model(view.modelId);
  if (!model) return { variables: {}, rows: [] };
  const record = recordOf(model.id, shapes);
  const name = rowsName(view.name, model);
  if (view.name === "detail")
    return withAlias({ record, model: modelType }, [{ variable: "record", source: "record" }], name, record);
  const items = listOf(record);
  return withAlias(
    { page: pageType(reader, model, items), model: modelType },
    [{ variable: "page", member: "items", source: "items" }],
    name,
    items,
  );
}

const TAKEN = new Set(["app", "request", "user", "params", "model", "page", "record", "forloop", "block"]);

/** What the rows of a view are called besides `record` and `page.items`; undefined when that name is one of ours. */
export function rowsName(view: "list" | "detail" | "template", model: ModelRecord): string | undefined {
  const name = view === "list" ? listName(model) : model.name;
  return TAKEN.has(name) ? undefined : name;
}

function withAlias(
  variables: Record<string, ValueType>,
  rows: RowVariable[],
  name: string | undefined,
  type: ValueType,
): { variables: Record<string, ValueType>; rows: RowVariable[] } {
  const source = rows[0]?.source ?? "record";
  return name === undefined
    ? { variables, rows }
    : { variables: { ...variables, [name]: type }, rows: [...rows, { variable: name, source }] };
}

/** `page` of a list: made at run time by list-page.ts, whose type it is. */
function pageType(reader: DefinitionReader, model: ModelRecord, items: ValueType): ValueType {
  const { filters, sortable } = listControls(reader, model.id);
  return objectOf({
    items,
    next_url: TEXT,
    previous_url: TEXT,
    first_url: TEXT,
    is_first: BOOL,
    /** What was searched for. */
    search: TEXT,
    /** As in the query string: `-year`. */
    ordering: TEXT,
    is_filtered: BOOL,
    clear_url: TEXT,
    /** The value that each select has now. */
    filters: objectOf(Object.fromEntries(filters.map((field) => [field.name, TEXT]))),
    /** Parameters that a search form has to send along: the order, look-ups that have no input. */
    kept: listOf(objectOf({ name: TEXT, value: TEXT })),
    /** For each field: where its column's heading leads, and `ascending` or `descending` when the list is sorted by it. */
    sort: objectOf(Object.fromEntries(sortable.map((field) => [field.name, objectOf({ url: TEXT, direction: TEXT })]))),
  });
}
