import { issueText } from "../definition/issue-text.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import type { Problem } from "../problem.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import { allViewTypes, modelOfView, viewTypeOf } from "../view-types/registry.ts";
import { orderedField } from "../views/listed-rows.ts";
import { viewKeys } from "../views/view-keys.ts";
import { type Check, problem } from "./check.ts";

/**
 * engine/routing checks paths, names and conflicts (PATH_…), engine/views the path's parameters (VIEW_…); this check
 * covers what a route points to.
 */
export const checkRoutes: Check = (reader) => {
  const table = compileRoutes(reader.routes);
  return [
    ...table.problems,
    ...table.routes.flatMap(({ route, pattern }) => viewKeys(route, pattern, reader).problems),
    ...reader.routes.flatMap((route) => checkView(reader, route)),
    ...checkGroups(reader),
  ];
};

function checkView(reader: DefinitionReader, route: RouteRecord): Problem[] {
  const problems: Problem[] = [];
  const { view } = route;
  const type = viewTypeOf(view);
  if (!type) {
    problems.push(
      problem("ROUTE_E003", {
        on: route.id,
        property: "view",
        message: `The route ${route.path} has a view of the type "${view.name}", which this version does not know.`,
        hint: `Choose one of ${allViewTypes()
          .map(({ name }) => name)
          .join(", ")}.`,
      }),
    );
    return problems;
  }
  const options = type.options.safeParse(view, { error: issueText });
  if (!options.success) {
    const issue = options.error.issues[0];
    problems.push(
      problem("ROUTE_E004", {
        on: route.id,
        property: "view",
        message: `The options of the view at ${route.path} are not right. ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`,
        hint: "Choose again what answers there.",
      }),
    );
  }
  if (type.hasModel && !modelOfView(reader, view)) {
    problems.push(
      problem("ROUTE_E001", {
        on: route.id,
        property: "view",
        message: `The route ${route.path} shows a model that does not exist.`,
        hint: "Choose another model, or delete the route.",
      }),
    );
  }
  if (view.templateId !== undefined && !reader.template(view.templateId)) {
    problems.push(
      problem("ROUTE_E002", {
        on: route.id,
        property: "view",
        message: `The route ${route.path} uses a template that does not exist.`,
        hint: "Choose another template, or delete the route.",
      }),
    );
  }
  return [...problems, ...checkListedRows(reader, route)];
}

/** What a page is sorted and grouped by; its condition is checked with all expressions (check-expressions.ts). */
function checkListedRows(reader: DefinitionReader, { id, path, view }: RouteRecord): Problem[] {
  const type = viewTypeOf(view);
  const model = modelOfView(reader, view);
  if (!model || !type?.rows?.listed || !type.options.safeParse(view).success) return [];
  const { sort = [], groupBy } = type.rows.listed(view);
  const named = [
    ...sort.map(({ fieldId }) => ({ fieldId, verb: "sorted" })),
    ...(groupBy === undefined ? [] : [{ fieldId: groupBy, verb: "grouped" }]),
  ];
  return named.flatMap(({ fieldId, verb }) => {
    if (orderedField(reader, model, fieldId)) return [];
    const field = reader.field(fieldId);
    const what =
      field?.modelId === model.id
        ? `"${field.label}", which has no order`
        : `a field that ${model.label} does not have`;
    return [
      problem("ROUTE_E009", {
        on: id,
        property: "view",
        message: `The page ${path} is ${verb} by ${what}.`,
        hint: "Choose another field in the settings of the page.",
      }),
    ];
  });
}

function checkGroups(reader: DefinitionReader): Problem[] {
  const groups = reader.ofKind("routeGroup");
  const known = new Set(groups.map(({ id }) => id));
  return [
    ...reader.routes
      .filter(({ groupId }) => groupId !== undefined && !known.has(groupId))
      .map(({ id, path }) =>
        problem("ROUTE_E007", {
          on: id,
          property: "groupId",
          message: `The route ${path} is in a group that does not exist, so nobody may open it.`,
          hint: "Choose another group, or none.",
        }),
      ),
    ...groups
      .filter(({ layoutId }) => layoutId !== undefined && !reader.template(layoutId))
      .map(({ id, label }) =>
        problem("ROUTE_E008", {
          on: id,
          property: "layoutId",
          message: `The layout of the group ${label} does not exist.`,
          hint: "Choose another template, or none.",
        }),
      ),
  ];
}
