import type { FieldId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { parameterTypes } from "../expressions/parameter-types.ts";
import { type ExpressionScope, modelShapes } from "../expressions/scope.ts";
import type { RouteTable } from "../routing/compile-routes.ts";
import type { RowVariable, TemplateScope } from "../templates/analyze/template-scope.ts";
import { listOf, objectOf, recordOf, scalar, type ValueType } from "../value-types/value-type.ts";
import { type AnyViewType, modelOfView, viewTypeOf } from "../view-types/registry.ts";
import { pageForms } from "./forms/page-forms.ts";
import { queriesInScope } from "./page-queries.ts";
import { pageRequestType } from "./request-variable.ts";

const TEXT = scalar("text");

/** The variables of every page: the app, the caller, the request, the values from the path. */
const appType = objectOf({
  label: TEXT,
  locale: TEXT,
  direction: TEXT,
  theme_url: TEXT,
  color_scheme: TEXT,
  logo_url: TEXT,
  logo_width: scalar("int"),
  logo_height: scalar("int"),
  favicon_url: TEXT,
});
const FLAG = scalar("bool");
/** `can_…`: whether the caller may do it to some row at all, and may open the page for it. */
const modelType = objectOf({
  name: TEXT,
  label: TEXT,
  plural_label: TEXT,
  can_create: FLAG,
  can_update: FLAG,
  can_delete: FLAG,
});

/** The variables that are the same in all views of an app. */
export interface ViewScopes {
  of(route: RouteRecord): TemplateScope;
}

export function viewScopes(reader: DefinitionReader, routes: RouteTable<RouteRecord>): ViewScopes {
  const model = modelShapes(reader);
  const { locale, timeZone } = reader.definition.settings;
  const queries = queriesInScope(reader);
  const shared = {
    model,
    choiceLabels: choiceLabels(reader),
    choiceColours: choiceColours(reader),
    routes,
    queries,
    locale,
    timeZone,
  };
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
        variables: {
          app: appType,
          request: pageRequestType,
          user: model.user,
          params: objectOf(members),
          ...variables,
        },
        rows,
        forms: pageForms(reader, route).scope,
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

const choiceColours =
  (reader: DefinitionReader) =>
  (fieldId: FieldId): Readonly<Record<string, string>> =>
    Object.fromEntries(
      reader.choices(fieldId).flatMap(({ value, colour }) => (colour === undefined ? [] : [[value, colour] as const])),
    );

function viewVariables(
  { view }: RouteRecord,
  reader: DefinitionReader,
  shapes: ExpressionScope["model"],
): { readonly variables: Record<string, ValueType>; readonly rows: readonly RowVariable[] } {
  const type = viewTypeOf(view);
  const model = modelOfView(reader, view);
  if (!type || !model) return { variables: {}, rows: [] };
  const record = recordOf(model.id, shapes);
  const variables: Record<string, ValueType> = { model: modelType, ...type.variables?.({ reader, model, record }) };
  if (!type.rows) return { variables, rows: [] };
  const { at, count } = type.rows;
  if (at.member === undefined) variables[at.variable] = record;
  const alias = rowsName(type, model);
  if (alias === undefined) return { variables, rows: [at] };
  variables[alias] = count === "many" ? listOf(record) : record;
  return { variables, rows: [at, { variable: alias, source: at.source }] };
}

const TAKEN = new Set(["app", "request", "user", "params", "model", "page", "record", "forloop", "block"]);

/** The second name of a view's rows besides `record` and `page.items`; undefined when that name is reserved. */
export function rowsName(type: AnyViewType, model: ModelRecord): string | undefined {
  const name = type.rows?.alias(model);
  return name === undefined || TAKEN.has(name) ? undefined : name;
}
