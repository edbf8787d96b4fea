import type { FieldId, FormFieldId, FormLinesId, ModelId, TemplateId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { applyTextEdits, type TextEdit } from "../expressions/rename.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import { renameInPage, renameInTags } from "../templates/analyze/rename-in-page.ts";
import { templateEntries } from "./template-entries.ts";

export interface TemplateRenames {
  /** New names of fields. */
  readonly fields?: ReadonlyMap<FieldId, string>;
  /** New names of collections, by the relation that makes them. */
  readonly collections?: ReadonlyMap<FieldId, string>;
  /** Models after the rename: the names of their rows in templates depend on them. */
  readonly models?: ReadonlyMap<ModelId, ModelRecord>;
  /** Names of routes, old to new. */
  readonly routes?: ReadonlyMap<string, string>;
  /** Names of forms, old to new. */
  readonly forms?: ReadonlyMap<string, string>;
  /** New names of fields of a form alone. */
  readonly formFields?: ReadonlyMap<FormFieldId, string>;
  /** Fields that are taken out of their form. */
  readonly removedFormFields?: ReadonlySet<FormFieldId | FormLinesId>;
  /** Names of templates, old to new. */
  readonly templates?: ReadonlyMap<string, string>;
  /** Names of queries, old to new. */
  readonly queries?: ReadonlyMap<string, string>;
}

/**
 * The new sources of the templates that a rename changes. `reader` is from before it. Fields and rows are followed
 * through the entries that show them; in a template that no entry shows, only links and names of templates are renamed.
 */
export function renameInTemplates(reader: DefinitionReader, renames: TemplateRenames): ReadonlyMap<TemplateId, string> {
  const entries = templateEntries(reader, compileRoutes(reader.routes));
  /** By template, then by place: a part that two pages include is renamed once. */
  const edits = new Map<TemplateId, Map<number, TextEdit>>();
  const note = (id: TemplateId, found: readonly TextEdit[]): void => {
    const known = edits.get(id) ?? new Map<number, TextEdit>();
    for (const edit of found) known.set(edit.start, edit);
    if (known.size > 0) edits.set(id, known);
  };
  const { fields, collections, models, formFields, removedFormFields } = renames;
  if ([fields, collections, models, formFields, removedFormFields].some((renamed) => renamed?.size)) {
    for (const { unit: entry, lookup, scope, renamesOf } of entries.all) {
      const found = renameInPage(
        { entry, lookup, scope },
        {
          fields: fields ?? new Map(),
          ...(collections ? { collections } : {}),
          ...renamesOf(renames),
          ...(formFields ? { formFields } : {}),
          ...(removedFormFields ? { removedFormFields } : {}),
        },
      );
      for (const [unit, list] of found) if (unit.recordId) note(unit.recordId, list);
    }
  }
  for (const template of reader.templates) {
    const unit = entries.templates.byName(template.name);
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
