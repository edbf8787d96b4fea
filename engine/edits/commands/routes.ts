import { identifierFromLabel } from "../../definition/identifiers.ts";
import { makeRecordId, type RandomBytes, type RouteId, type TemplateId } from "../../definition/ids.ts";
import type { JsonValue } from "../../definition/json.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import { rowOrderSchema } from "../../definition/row-order.ts";
import { labelsOfView, type View } from "../../view-types/registry.ts";
import { shorten } from "../describe-record.ts";
import type { EditOperation } from "../edit.ts";
import { create, type EditCommand, remove, update } from "./edit-command.ts";
import { routeNameFor } from "./names.ts";
import { orderAt, type Place } from "./order.ts";
import { renameInSources } from "./rename-in-sources.ts";

export function addRoute(
  reader: DefinitionReader,
  input: {
    readonly path: string;
    readonly view: View;
    readonly label?: string;
    readonly name?: string;
    readonly access?: string;
    readonly place?: Place;
  },
  random: RandomBytes,
): EditCommand & { readonly routeId: RouteId } {
  const id = makeRecordId("route", random);
  const label = input.label ?? labelsOfView(reader, input.view).routeLabel;
  const record: RouteRecord = {
    kind: "route",
    id,
    name: input.name ?? routeNameFor(reader, label),
    label,
    path: input.path,
    view: input.view,
    ...(input.access === undefined ? {} : { access: input.access }),
    order: orderAt(reader.routes, input.place),
  };
  return { label: `Add route ${shorten(input.path)}`, operations: [create(record)], routeId: id };
}

/** A page that shows a template, at `/page/` or the first of `/page-2/`, `/page-3/` … that is free. */
export function addTemplatePage(
  reader: DefinitionReader,
  input: { readonly templateId: TemplateId },
  random: RandomBytes,
): EditCommand & { readonly routeId: RouteId } {
  const taken = new Set(reader.routes.map((route) => route.path));
  const path = firstFree(
    (number) => (number === 1 ? "/page/" : `/page-${number}/`),
    (candidate) => !taken.has(candidate),
  );
  const view = { name: "template", templateId: input.templateId } satisfies View;
  return addRoute(reader, { path, label: "Page", view }, random);
}

/** Other options of a route's view; undefined removes one. */
export function setViewOptions(
  reader: DefinitionReader,
  input: { readonly routeId: RouteId; readonly options: Readonly<Record<string, JsonValue | undefined>> },
): EditCommand {
  const route = reader.ofKind("route").find(({ id }) => id === input.routeId);
  if (!route) return { label: "Change what answers", operations: [] };
  const options = Object.entries({ ...route.view, ...input.options }).filter(([, value]) => value !== undefined);
  return {
    label: `Change what answers at ${shorten(route.path)}`,
    operations: [update(route.id, { view: Object.fromEntries(options) as JsonValue })],
  };
}

/** The pages that are sorted or grouped by a field, and the edit that takes it out of each. */
export const withoutFieldInPages = (
  reader: DefinitionReader,
  field: FieldRecord,
): readonly { readonly route: RouteRecord; readonly edit: EditOperation }[] =>
  reader.ofKind("route").flatMap((route) => {
    const { view } = route;
    const sort = rowOrderSchema.safeParse(view.sort).data ?? [];
    const kept = sort.filter(({ fieldId }) => fieldId !== field.id);
    if (kept.length === sort.length && view.groupBy !== field.id) return [];
    const options = Object.entries({ ...view, sort: kept }).filter(([name, value]) =>
      name === "sort" ? kept.length > 0 : name !== "groupBy" || value !== field.id,
    );
    return [{ route, edit: update(route.id, { view: Object.fromEntries(options) as JsonValue }) }];
  });

export function deleteRoute(reader: DefinitionReader, input: { readonly routeId: RouteId }): EditCommand {
  const route = reader.ofKind("route").find(({ id }) => id === input.routeId);
  if (!route) return { label: "Delete route", operations: [] };
  return { label: `Delete route ${shorten(route.path)}`, operations: [remove(route.id)] };
}

/** `{% url %}` uses its name: templates are changed with it. */
export function renameRoute(
  reader: DefinitionReader,
  input: { readonly routeId: RouteId; readonly name?: string; readonly label?: string },
): EditCommand {
  const route = reader.routes.find(({ id }) => id === input.routeId);
  if (!route) return { label: "Rename route", operations: [] };
  const { name = route.name, label = route.label } = input;
  const properties = { ...(name === route.name ? {} : { name }), ...(label === route.label ? {} : { label }) };
  if (Object.keys(properties).length === 0) return { label: "Rename route", operations: [] };
  const sources = name === route.name ? [] : renameInSources(reader, { routes: new Map([[route.name, name]]) });
  return { label: `Rename route ${shorten(route.path)}`, operations: [update(route.id, properties), ...sources] };
}

/** `books` for a model whose plural label is "Books": its segment in paths. */
export const pathSegmentOf = (model: Pick<ModelRecord, "name" | "pluralLabel">): string =>
  model.pluralLabel === undefined ? model.name : identifierFromLabel(model.pluralLabel, model.name);

export function firstFree(candidate: (number: number) => string, isFree: (path: string) => boolean): string {
  for (let number = 1; ; number++) {
    const path = candidate(number);
    if (isFree(path)) return path;
  }
}

export function addTemplate(
  reader: DefinitionReader,
  input: { readonly name: string; readonly source?: string },
  random: RandomBytes,
): EditCommand & { readonly templateId: TemplateId } {
  const id = makeRecordId("template", random);
  return {
    label: `Add template ${shorten(input.name)}`,
    operations: [
      create({
        kind: "template",
        id,
        name: input.name,
        source: input.source ?? "",
        order: orderAt(reader.templates, undefined),
      }),
    ],
    templateId: id,
  };
}

/** Templates that include or extend it are changed with it. */
export function renameTemplate(
  reader: DefinitionReader,
  input: { readonly templateId: TemplateId; readonly name: string },
): EditCommand {
  const template = reader.template(input.templateId);
  if (!template || template.name === input.name) return { label: "Rename template", operations: [] };
  const sources = renameInSources(reader, { templates: new Map([[template.name, input.name]]) });
  return {
    label: `Rename template ${shorten(template.name)} to ${shorten(input.name)}`,
    operations: [update(template.id, { name: input.name }), ...sources],
  };
}
