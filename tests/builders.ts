import { type AppDefinition, type DefinitionRecord, emptyDefinition } from "#engine/definition/app-definition";
import { idPrefixes, type RecordKind } from "#engine/definition/id-prefixes";
import type { FieldId, ModelId } from "#engine/definition/ids";
import type { JsonValue } from "#engine/definition/json";
import { orderKeysAfter } from "#engine/definition/order-keys";
import type { RuleAction } from "#engine/definition/records/access";
import type { LooseFieldType } from "#engine/definition/records/field";
import { type FieldTypeName, fieldTypes } from "#engine/field-types/registry";

/**
 * Definitions in code, that say only what a test is about:
 *
 *   const shop = app(model("book", text("title", { required: true }), relation("author", "author")), model("author", text("name")));
 *
 * Ids are made from names ("mdl_book…", "fld_book_title…"), so that the same name in two definitions is the same record
 * until a test gives `as` to say that a renamed field is the old one.
 */
interface RelationSpec {
  readonly name: "relation";
  readonly to: string;
  readonly onDelete?: "protect" | "cascade" | "set_null";
  /** The name of the collection that it makes at its target. */
  readonly reverse?: string | undefined;
  readonly choicesWhere?: string | undefined;
}
export interface FieldSpec {
  readonly name: string;
  readonly type: LooseFieldType | RelationSpec;
  readonly label?: string;
  readonly help?: string;
  readonly required?: boolean;
  readonly unique?: boolean;
  readonly indexed?: boolean;
  readonly default?: JsonValue;
  readonly computedDefault?: "now" | "user";
  readonly choices?: readonly string[];
  /** The name from which the id is made, when it is not today's. */
  readonly as?: string;
}
export interface ModelSpec {
  readonly name: string;
  readonly label?: string;
  readonly pluralLabel?: string;
  readonly fields: readonly FieldSpec[];
  /** Expressions by action. */
  readonly rules?: Partial<Record<RuleAction, string>>;
  readonly api?: boolean;
  readonly key?: "uuid";
  readonly history?: true;
  readonly as?: string;
}

/** A stable id from a readable text: letters and digits kept, padded with zeros to 16. */
export function testId<Kind extends RecordKind>(kind: Kind, text: string): `${(typeof idPrefixes)[Kind]}_${string}` {
  const folded = text.toLowerCase().replace(/[^a-z0-9]/g, "");
  let hash = 5381;
  for (const character of text) hash = (hash * 33 + (character.codePointAt(0) as number)) >>> 0;
  const body = (folded.slice(0, 12) + hash.toString(36)).padEnd(16, "0").slice(0, 20);
  return `${idPrefixes[kind]}_${body}`;
}
export const modelId = (name: string): ModelId => testId("model", name);
export const fieldId = (model: string, field: string): FieldId => testId("field", `${model}.${field}`);

const fieldOf =
  (typeName: FieldTypeName) =>
  (name: string, rest: Partial<FieldSpec> = {}): FieldSpec => ({ name, type: fieldTypes[typeName].initial, ...rest });
export const text = fieldOf("text");
export const longText = fieldOf("long_text");
export const integer = fieldOf("integer");
export const bigInteger = fieldOf("big_integer");
export const decimal = fieldOf("decimal");
export const float = fieldOf("float");
export const boolean = fieldOf("boolean");
export const date = fieldOf("date");
export const dateTime = fieldOf("date_time");
export const createdAt = fieldOf("created_at");
export const choice = (name: string, choices: readonly string[], rest: Partial<FieldSpec> = {}): FieldSpec => ({
  name,
  type: { name: "choice" },
  choices,
  ...rest,
});
export const relation = (
  name: string,
  to: string,
  rest: Partial<FieldSpec> & Pick<RelationSpec, "onDelete" | "reverse" | "choicesWhere"> = {},
): FieldSpec => {
  const { onDelete = "protect", reverse, choicesWhere, ...others } = rest;
  return { name, type: { name: "relation", to, onDelete, reverse, choicesWhere }, ...others };
};
export const field = (name: string, type: LooseFieldType, rest: Partial<FieldSpec> = {}): FieldSpec => ({
  name,
  type,
  ...rest,
});

const title = (name: string) => name[0]?.toUpperCase() + name.slice(1).replace(/_/g, " ");

export function model(name: string, ...parts: readonly (FieldSpec | Omit<ModelSpec, "name" | "fields">)[]): ModelSpec {
  const fields = parts.filter((part): part is FieldSpec => "name" in part && "type" in part);
  const options = parts.filter((part) => !("type" in part)) as readonly Partial<ModelSpec>[];
  return Object.assign({ name, fields }, ...options) as ModelSpec;
}

export function app(...models: readonly ModelSpec[]): AppDefinition {
  const records: Record<string, DefinitionRecord> = {};
  const add = (record: DefinitionRecord) => {
    records[record.id] = record;
  };
  const modelKeys = orderKeysAfter(undefined, models.length);
  const idOfModel = new Map(models.map((spec) => [spec.name, modelId(spec.as ?? spec.name)]));
  models.forEach((spec, index) => {
    const id = idOfModel.get(spec.name) as ModelId;
    add({
      kind: "model",
      id,
      name: spec.name,
      label: spec.label ?? title(spec.name),
      ...(spec.pluralLabel ? { pluralLabel: spec.pluralLabel } : {}),
      defaultOrder: [],
      ...(spec.key ? { key: spec.key } : {}),
      ...(spec.history ? { history: spec.history } : {}),
      order: modelKeys[index] as string,
    });
    const fieldKeys = orderKeysAfter(undefined, spec.fields.length);
    spec.fields.forEach((part, fieldIndex) => {
      const ownId = fieldId(spec.as ?? spec.name, part.as ?? part.name);
      const type =
        "to" in part.type
          ? {
              name: "relation",
              targetModelId: idOfModel.get(part.type.to as string) ?? modelId(part.type.to as string),
              onDelete: part.type.onDelete ?? "protect",
              ...(part.type.reverse === undefined ? {} : { reverseName: part.type.reverse }),
              ...(part.type.choicesWhere === undefined ? {} : { choicesWhere: part.type.choicesWhere }),
            }
          : part.type;
      add({
        kind: "field",
        id: ownId,
        modelId: id,
        name: part.name,
        label: part.label ?? title(part.name),
        ...(part.help === undefined ? {} : { help: part.help }),
        required: part.required ?? false,
        unique: part.unique ?? false,
        indexed: part.indexed ?? false,
        ...(part.default === undefined ? {} : { default: part.default }),
        ...(part.computedDefault === undefined ? {} : { computedDefault: part.computedDefault }),
        type,
        order: fieldKeys[fieldIndex] as string,
      });
      orderKeysAfter(undefined, part.choices?.length ?? 0).forEach((order, choiceIndex) => {
        const value = part.choices?.[choiceIndex] as string;
        add({
          kind: "choice",
          id: testId("choice", `${ownId}.${value}`),
          fieldId: ownId,
          value,
          label: title(value),
          order,
        });
      });
    });
    for (const [action, expression] of Object.entries(spec.rules ?? {})) {
      add({
        kind: "rule",
        id: testId("rule", `${spec.name}.${action}`),
        modelId: id,
        action: action as RuleAction,
        expression,
      });
    }
    if (spec.api) add({ kind: "apiResource", id: testId("apiResource", spec.name), modelId: id });
  });
  return { ...emptyDefinition("Test app"), records: records as AppDefinition["records"] };
}
