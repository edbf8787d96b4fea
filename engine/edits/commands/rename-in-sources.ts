import type { FieldId, ModelId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { renameInExpression } from "../../expressions/rename.ts";
import { modelShapes, ruleScope } from "../../expressions/scope.ts";
import { renameInTitle } from "../../title-template.ts";
import { renameInTemplates } from "../../views/rename-in-templates.ts";
import type { EditOperation } from "../edit.ts";
import { update } from "./edit-command.ts";

export interface SourceRenames {
  /** New names of fields. */
  readonly fields?: ReadonlyMap<FieldId, string>;
  /** Models as they are after the rename: templates call their rows by name or plural label. */
  readonly models?: ReadonlyMap<ModelId, ModelRecord>;
  /** Names of routes and of templates, old to new. */
  readonly routes?: ReadonlyMap<string, string>;
  readonly templates?: ReadonlyMap<string, string>;
}

/**
 * The edits that keep rules, titles and templates saying the same after a rename: the one place where a rename reaches
 * sources. `reader` is from before it. Only the names change; a source that cannot be parsed is left as it is, and
 * engine/checks reports it either way.
 */
export function renameInSources(reader: DefinitionReader, renames: SourceRenames): readonly EditOperation[] {
  const operations: EditOperation[] = [];
  if (renames.fields?.size) operations.push(...renameInExpressions(reader, renames.fields));
  for (const [id, source] of renameInTemplates(reader, renames)) operations.push(update(id, { source }));
  return operations;
}

/** Fields may be named in the rules and titles of their own model and, through relations, of any other. */
function renameInExpressions(reader: DefinitionReader, fields: ReadonlyMap<FieldId, string>): readonly EditOperation[] {
  const shapes = modelShapes(reader);
  return reader.models.flatMap((model) => {
    const scope = ruleScope(model.id, shapes);
    const rules = reader.rules(model.id).flatMap((rule) => {
      const expression = renameInExpression(rule.expression, scope, { fields });
      return expression === undefined ? [] : [update(rule.id, { expression })];
    });
    const { titleTemplate } = model;
    const shape = shapes(model.id);
    const title =
      titleTemplate !== undefined && shape ? renameInTitle(titleTemplate, shape, shapes, { fields }) : undefined;
    return title === undefined ? rules : [...rules, update(model.id, { titleTemplate: title })];
  });
}
