import type { FieldId, ModelId, TemplateId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { applyTextEdits, type TextEdit } from "../expressions/rename.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import { renameInPage, renameInTags } from "../templates/analyze/rename-in-page.ts";
import { modelOfView, viewTypeOf } from "../view-types/registry.ts";
import { rowsName, viewScopes } from "./view-scope.ts";
import { BASE_TEMPLATE, viewTemplates } from "./view-templates.ts";

export interface TemplateRenames {
  /** New names of fields. */
  readonly fields?: ReadonlyMap<FieldId, string>;
  /** Models as they are after the rename: what their rows are called in templates follows from them. */
  readonly models?: ReadonlyMap<ModelId, ModelRecord>;
  /** Names of routes, old to new. */
  readonly routes?: ReadonlyMap<string, string>;
  /** Names of templates, old to new. */
  readonly templates?: ReadonlyMap<string, string>;
}

/**
 * The new sources of the templates that a rename touches. `reader` is from before it. Fields and rows are followed
 * through the pages that show them; in a template that no page shows, only links and names of templates are renamed.
 */
export function renameInTemplates(reader: DefinitionReader, renames: TemplateRenames): ReadonlyMap<TemplateId, string> {
  const routes = compileRoutes(reader.routes);
  const templates = viewTemplates(reader, routes);
  const scopes = viewScopes(reader, routes);
  /** By template, then by place: a part that two pages include is renamed once. */
  const edits = new Map<TemplateId, Map<number, TextEdit>>();
  const note = (id: TemplateId, found: readonly TextEdit[]): void => {
    const known = edits.get(id) ?? new Map<number, TextEdit>();
    for (const edit of found) known.set(edit.start, edit);
    if (known.size > 0) edits.set(id, known);
  };
  const isBaseOwn = reader.templateByName(BASE_TEMPLATE) !== undefined;
  if (renames.fields?.size || renames.models?.size) {
    for (const { route } of routes.routes) {
      const entry = templates.entry(route);
      if (!entry || (!entry.recordId && !isBaseOwn)) continue;
      const page = { entry, lookup: templates.lookup(route), scope: scopes.of(route) };
      const found = renameInPage(page, {
        fields: renames.fields ?? new Map(),
        variables: newRowsName(route, reader, renames),
        columns: newColumns(route, reader, renames),
      });
      for (const [unit, list] of found) if (unit.recordId) note(unit.recordId, list);
    }
  }
  for (const template of reader.templates) {
    const unit = templates.byName(template.name);
    if (unit?.recordId) note(unit.recordId, renameInTags(unit.parsed.tree.nodes, renames));
  }
  const sources = new Map<TemplateId, string>();
  for (const [id, found] of edits) {
    const source = reader.template(id)?.source;
    if (source !== undefined)
      sources.set(
        id,
        applyTextEdits(
          source,
          [...found.values()].sort((a, b) => a.start - b.start),
        ),
      );
  }
  return sources;
}

function newRowsName(
  { view }: RouteRecord,
  reader: DefinitionReader,
  { models }: TemplateRenames,
): ReadonlyMap<string, string> {
  const type = viewTypeOf(view);
  const before = modelOfView(reader, view);
  const after = before && models?.get(before.id);
  const old = before && type && rowsName(type, before);
  if (!after || !type?.rows || old === undefined) return new Map();
  // A name that is ours cannot be given: then the rows are called by the name that every view gives them.
  const { variable, member } = type.rows.at;
  const name = rowsName(type, after) ?? (member === undefined ? variable : `${variable}.${member}`);
  return name === old ? new Map() : new Map([[old, name]]);
}

function newColumns(
  { view }: RouteRecord,
  reader: DefinitionReader,
  { fields }: TemplateRenames,
): ReadonlyMap<string, string> {
  const model = modelOfView(reader, view);
  if (!model || viewTypeOf(view)?.rows?.count !== "many") return new Map();
  return new Map(
    reader.fields(model.id).flatMap((field): (readonly [string, string])[] => {
      const name = fields?.get(field.id);
      return name === undefined ? [] : [[field.name, name]];
    }),
  );
}
