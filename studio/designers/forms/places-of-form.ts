import type { DefinitionReader } from "#engine/definition/reader";
import type { FormRecord } from "#engine/definition/records/form";
import type { RouteRecord } from "#engine/definition/records/route";
import type { TemplateRecord } from "#engine/definition/records/template";
import { whereUsed } from "#engine/edits/where-used";

/** Where a form stands: pages that show it, and templates with it that are no page of their own. */
export interface PlacesOfForm {
  readonly routes: readonly RouteRecord[];
  readonly parts: readonly TemplateRecord[];
}

export function placesOfForm(reader: DefinitionReader, form: FormRecord): PlacesOfForm {
  const users = whereUsed(reader, form.id).map(({ record }) => record);
  const templates = users.flatMap((record) => (record.kind === "template" ? [record] : []));
  const routes = reader.routes.filter(
    ({ view }) => view.formId === form.id || templates.some(({ id }) => id === view.templateId),
  );
  const parts = templates.filter(({ id }) => !routes.some(({ view }) => view.templateId === id));
  return { routes, parts };
}
