import { apiPath } from "../checks/check-models.ts";
import { isEqualJson } from "../definition/json.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { type FieldRecord, hasDefault } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { countsEmptyText } from "../field-types/empty-text.ts";
import { choiceValues, fieldTypeIn, fieldTypeOf } from "../field-types/registry.ts";
import { patternOf } from "../field-types/text-pattern.ts";
import type { ApiChange } from "./api-change.ts";
import { listChanges } from "./list-changes.ts";

/** What programs that use the REST API will notice. */
export function forApiClients(from: DefinitionReader | undefined, to: DefinitionReader): ApiChange[] {
  const changes: ApiChange[] = [];
  for (const model of to.models) {
    const isOpen = to.isApiOpen(model.id);
    const old = from?.model(model.id);
    const wasOpen = old !== undefined && from?.isApiOpen(model.id) === true;
    const path = `/api/v1/${apiPath(model)}`;
    if (isOpen && !wasOpen) changes.push({ message: `${path} opens.`, breaking: false });
    else if (!isOpen && wasOpen) changes.push({ message: `/api/v1/${apiPath(old)} closes.`, breaking: true });
    else if (isOpen && from && old) changes.push(...changesOfModel(from, to, old, model));
  }
  for (const model of from?.models ?? []) {
    if (!to.model(model.id) && from?.isApiOpen(model.id)) {
      changes.push({ message: `/api/v1/${apiPath(model)} is gone, with its model.`, breaking: true });
    }
  }
  return changes;
}

function changesOfModel(
  from: DefinitionReader,
  to: DefinitionReader,
  old: ModelRecord,
  model: ModelRecord,
): ApiChange[] {
  const path = `/api/v1/${apiPath(model)}`;
  const changes: ApiChange[] = [];
  if (apiPath(old) !== apiPath(model)) {
    changes.push({ message: `/api/v1/${apiPath(old)} moves to ${path}.`, breaking: true });
  }
  for (const field of to.fields(model.id)) {
    const before = from.field(field.id);
    if (!before) {
      changes.push({ message: `${path} gets "${field.name}".`, breaking: false });
      if (mustBeSent(field)) {
        changes.push({
          message: `A client that creates rows at ${path} must now send "${field.name}".`,
          breaking: true,
        });
      }
      continue;
    }
    if (before.name !== field.name) {
      changes.push({ message: `"${before.name}" of ${path} is now called "${field.name}".`, breaking: true });
    }
    if (!isEqualJson(jsonSchemaOf(from, before), jsonSchemaOf(to, field))) {
      changes.push({ message: `"${field.name}" of ${path} has another form.`, breaking: !isWider(before, field) });
    }
    if (countsEmptyText(before.type) && !countsEmptyText(field.type)) {
      changes.push({ message: `"${field.name}" of ${path} is not empty text any more.`, breaking: true });
    }
    if (mustBeSent(field) && !mustBeSent(before)) {
      changes.push({ message: `A client that creates rows at ${path} must now send "${field.name}".`, breaking: true });
    }
  }
  for (const field of from.fields(old.id)) {
    if (!to.field(field.id)) changes.push({ message: `"${field.name}" of ${path} is gone.`, breaking: true });
  }
  return [...changes, ...listChanges({ from, to, old, model, path })];
}

const mustBeSent = (field: FieldRecord): boolean =>
  field.required && !hasDefault(field) && fieldTypeOf(field.type)?.automatic === undefined;

const jsonSchemaOf = (reader: DefinitionReader, field: FieldRecord): unknown => {
  const choices = choiceValues(reader, field);
  return fieldTypeIn(reader, field)?.jsonSchema(field.type, { choices });
};

/**
 * What was sent before still fits. A new choice breaks nobody who writes, but a client that reads may not know it: it
 * counts as breaking, as OpenAPI diff tools have it.
 */
function isWider(before: FieldRecord, after: FieldRecord): boolean {
  if (before.type.name !== after.type.name) return false;
  const pattern = patternOf(after.type);
  if (pattern !== undefined && pattern !== patternOf(before.type)) return false;
  const [least, leastBefore] = [leastOf(after), leastOf(before)];
  if (least > leastBefore) return false;
  const [length, lengthBefore] = [lengthOf(after) ?? 0, lengthOf(before) ?? 0];
  return (
    length > lengthBefore || (length === lengthBefore && (pattern !== patternOf(before.type) || least < leastBefore))
  );
}

const leastOf = (field: FieldRecord): number => fieldTypeOf(field.type)?.minLength?.(field.type) ?? 0;
const lengthOf = (field: FieldRecord): number | undefined => fieldTypeOf(field.type)?.maxLength?.(field.type);
