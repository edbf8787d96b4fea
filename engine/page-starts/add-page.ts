import { identifierFromLabel } from "../definition/identifiers.ts";
import { makeRecordId, type RandomBytes, type RouteId, type TemplateId } from "../definition/ids.ts";
import { byOrder } from "../definition/order-keys.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { expressionOf } from "../edits/commands/access.ts";
import { audienceOfApp } from "../edits/commands/app-audience.ts";
import { create, type EditCommand } from "../edits/commands/edit-command.ts";
import { routeNameFor } from "../edits/commands/names.ts";
import { orderAt } from "../edits/commands/order.ts";
import { addRoute, addTemplate, firstFree } from "../edits/commands/routes.ts";
import { freeTemplateName } from "../edits/commands/templates.ts";
import { shorten } from "../edits/describe-record.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import { templateText } from "../view-types/defaults/template-text.ts";
import { viewTypeOf } from "../view-types/registry.ts";
import { viewTemplates } from "../views/view-templates.ts";
import type { PageStart } from "./page-start.ts";

export type AddedPage = EditCommand & { readonly routeId: RouteId; readonly templateId: TemplateId };

/** A page that begins as one of the starts: its route, its template and what they need, as one step. */
export function addPage(
  reader: DefinitionReader,
  input: {
    readonly start: PageStart;
    readonly label: string;
    readonly path: string;
    readonly model?: ModelRecord | undefined;
  },
  random: RandomBytes,
): AddedPage {
  const { start, label, path, model } = input;
  const started = start.make({ reader, title: templateText(label), model, random });
  const stem = templateStem(label);
  const template = addTemplate(reader, { name: freeTemplateName(reader, stem), source: started.source }, random);
  const access = expressionOf(reader, audienceOfApp(reader));
  // Menus list pages in this order, and begin with the home page.
  const [first] = path === "/" ? reader.routes.toSorted(byOrder) : [];
  const route = addRoute(
    reader,
    {
      path,
      label,
      view: started.view(template.templateId),
      ...(access === undefined ? {} : { access }),
      ...(first ? { place: { before: first.id } } : {}),
    },
    random,
  );
  return {
    label: `Add page ${shorten(label)}`,
    operations: [...(started.operations ?? []), ...template.operations, ...route.operations],
    routeId: route.routeId,
    templateId: template.templateId,
  };
}

/** A page like another, at a free address, with a template of its own. Nothing of the first is shared. */
export function duplicatePage(
  reader: DefinitionReader,
  input: { readonly routeId: RouteId },
  random: RandomBytes,
): AddedPage | undefined {
  const route = reader.routes.find(({ id }) => id === input.routeId);
  const template = route?.view.templateId === undefined ? undefined : reader.template(route.view.templateId);
  // A page with the built-in look becomes one of its own.
  const source =
    template?.source ?? (route && viewTemplates(reader, compileRoutes(reader.routes)).defaultSource(route));
  if (!route || source === undefined || !viewTypeOf(route.view)) return undefined;
  const templateId = makeRecordId("template", random);
  const routeId = makeRecordId("route", random);
  const label = shorten(`Copy of ${route.label}`, 100);
  const [, stem = "page", ending = ".html"] =
    /^(?:_default\/)?(.*?)(?:-copy(?:-\d+)?)?(\.\w+)$/.exec(template?.name ?? `${templateStem(route.label)}.html`) ??
    [];
  const copy: RouteRecord = {
    ...route,
    id: routeId,
    name: routeNameFor(reader, `${route.name}_copy`),
    label,
    path: freePath(reader, route.path),
    view: { ...route.view, templateId },
    order: orderAt(reader.routes, { after: route.id }),
  };
  return {
    label: `Duplicate page ${shorten(route.label)}`,
    operations: [
      create({
        kind: "template",
        id: templateId,
        source,
        name: freeTemplateName(reader, `${stem.slice(0, 100)}-copy`, ending),
        order: orderAt(reader.templates, template && { after: template.id }),
      }),
      create(copy),
    ],
    routeId,
    templateId,
  };
}

/** `/about-us/` for "About us"; the first page of an app is at `/`. */
export function proposedPath(reader: DefinitionReader, label: string): string {
  if (reader.routes.length === 0) return "/";
  const taken = takenPaths(reader);
  const stem = templateStem(label);
  return firstFree(
    (number) => `/${stem}${number === 1 ? "" : `-${number}`}/`,
    (path) => !taken.has(path),
  );
}

/** `/copy/` beside `/`, `/books-copy/` beside `/books/`; what a path takes from the address stays. */
function freePath(reader: DefinitionReader, path: string): string {
  const taken = takenPaths(reader);
  const [, fixed = "", rest = ""] = /^\/((?:[^<]*\/)?)(.*)$/.exec(path) ?? [];
  const stem = fixed.replace(/\/$/, "").replace(/-copy(?:-\d+)?$/, "");
  const base = stem === "" ? "copy" : `${stem}-copy`;
  return firstFree(
    (number) => `/${base}${number === 1 ? "" : `-${number}`}/${rest}`,
    (candidate) => !taken.has(candidate),
  );
}

const takenPaths = (reader: DefinitionReader): ReadonlySet<string> => new Set(reader.routes.map(({ path }) => path));

const templateStem = (label: string): string => identifierFromLabel(label, "page").replace(/_/g, "-");
