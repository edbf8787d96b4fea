import type { RouteId, TemplateId } from "#engine/definition/ids";
import type { RouteRecord } from "#engine/definition/records/route";
import type { TemplateRecord } from "#engine/definition/records/template";
import type { DefaultTemplate } from "#engine/edits/commands/templates";
import { labelsOfView, viewTypeOf } from "#engine/view-types/registry";
import type { AssistContext } from "#engine/views/assist/names-at";
import { BASE_TEMPLATE } from "#engine/views/view-templates";

/** What the address of the screen names: a template of one's own, or a built-in one that can be taken over. */
export type ChosenTemplate =
  | { readonly kind: "own"; readonly template: TemplateRecord }
  | {
      readonly kind: "builtIn";
      /** In the address: `base`, or the id of the route whose default page it is. */
      readonly key: string;
      readonly name: string;
      /** What people read in its place: "Default list page". */
      readonly title: string;
      /** Of which page, when there is one of it for each. */
      readonly of: string | undefined;
      readonly source: string;
      readonly which: DefaultTemplate;
      readonly route: RouteRecord | undefined;
    };

export const BASE_KEY = "base";

/** The built-in templates that are still in use: the layout unless it was taken over, and each page's default look. */
export function builtInTemplates({ reader, templates }: AssistContext): Extract<ChosenTemplate, { kind: "builtIn" }>[] {
  const base = {
    kind: "builtIn" as const,
    key: BASE_KEY,
    name: BASE_TEMPLATE,
    title: "Default layout of all pages",
    of: undefined,
    source: templates.baseSource,
    which: { name: BASE_TEMPLATE } as DefaultTemplate,
    route: undefined,
  };
  const pages = reader.routes.flatMap((route) => {
    const name = viewTypeOf(route.view)?.defaultTemplate?.name;
    const source = route.view.templateId === undefined ? templates.defaultSource(route) : undefined;
    if (name === undefined || source === undefined) return [];
    return [
      {
        kind: "builtIn" as const,
        key: route.id,
        name,
        title: `Default ${(viewTypeOf(route.view)?.label ?? "page").toLowerCase()} page`,
        of: labelsOfView(reader, route.view).title,
        source,
        which: { routeId: route.id },
        route,
      },
    ];
  });
  return reader.templateByName(BASE_TEMPLATE) ? pages : [base, ...pages];
}

/** Without a key: the first template of one's own. */
export function chosenTemplate(context: AssistContext, key: string | undefined): ChosenTemplate | undefined {
  const { reader } = context;
  const template = key === undefined ? reader.templates[0] : reader.template(key as TemplateId);
  if (template) return { kind: "own", template };
  return builtInTemplates(context).find((one) => one.key === key);
}

/** Where `{% extends %}` and `{% include %}` lead, as a key of the address; a default page is that of the route shown. */
export function keyOfTemplate(
  { reader }: AssistContext,
  name: string,
  route: RouteRecord | undefined,
): TemplateId | RouteId | typeof BASE_KEY | undefined {
  const own = reader.templateByName(name);
  if (own) return own.id;
  if (name === BASE_TEMPLATE) return BASE_KEY;
  const isDefault = route !== undefined && viewTypeOf(route.view)?.defaultTemplate?.name === name;
  return isDefault && route.view.templateId === undefined ? route.id : undefined;
}
