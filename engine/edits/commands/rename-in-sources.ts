import type { JsonValue } from "../../definition/json.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { renameFormNames } from "../../expressions/form-names.ts";
import { renameInExpression } from "../../expressions/rename.ts";
import { modelShapes } from "../../expressions/scope.ts";
import { slotScope } from "../../expressions/slot-scope.ts";
import { editablesOf, slotsOf, withSources } from "../../kinds/expression-slots.ts";
import type { ExpressionSlot } from "../../kinds/kind-facts.ts";
import type { SourceRenames } from "../../kinds/source-renames.ts";
import { renameInTitle } from "../../title-template.ts";
import { renameInTemplates } from "../../views/rename-in-templates.ts";
import type { EditOperation, EditTargetId } from "../edit.ts";
import { update } from "./edit-command.ts";
import { groupExpression, groupOfExpression } from "./group-preset.ts";

/**
 * The edits that keep the meaning of rules, titles and templates after a rename: the only place where a rename changes
 * sources. `reader` is from before it. Only the names change; a source that cannot be parsed stays, and engine/checks
 * reports it.
 */
export function renameInSources(reader: DefinitionReader, renames: SourceRenames): readonly EditOperation[] {
  const operations: EditOperation[] = [];
  if (renames.fields?.size || renames.collections?.size || renames.groups?.size || renames.forms?.size)
    operations.push(...renameInSlots(reader, renames));
  for (const [id, source] of renameInTemplates(reader, renames)) operations.push(update(id, { source }));
  return operations;
}

/** Every expression of every kind of record: fields are named in those of their own model and, through relations, of any other. */
function renameInSlots(reader: DefinitionReader, renames: SourceRenames): readonly EditOperation[] {
  const shapes = modelShapes(reader);
  const renamed = (slot: ExpressionSlot): string | undefined => {
    const scope = slotScope(slot.scope, reader);
    if (!scope) return undefined;
    const { fields = new Map(), collections = new Map() } = renames;
    if (slot.use === "title") {
      const shape = scope.bareModelId && shapes(scope.bareModelId);
      return shape && renameInTitle(slot.source, shape, shapes, { fields });
    }
    if (renames.forms) return renameFormNames(slot.source, renames.forms);
    const group = groupOfExpression(slot.source);
    const name = group === undefined ? undefined : renames.groups?.get(group);
    return name === undefined ? renameInExpression(slot.source, scope, { fields, collections }) : groupExpression(name);
  };
  return editablesOf(reader.definition).flatMap(({ id, record }) => {
    const changed = slotsOf(record).flatMap((slot) => {
      const source = renamed(slot);
      return source === undefined ? [] : [{ slot, source }];
    });
    const properties = withSources(record, changed) as Readonly<Record<string, JsonValue>>;
    return changed.length === 0 ? [] : [update(id as EditTargetId, properties)];
  });
}
