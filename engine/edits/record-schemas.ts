import type * as z from "zod";
import { appSettingsSchema, type DefinitionRecord } from "../definition/app-definition.ts";
import type { RecordKind } from "../definition/ids.ts";
import { apiResourceRecordSchema, groupRecordSchema, ruleRecordSchema } from "../definition/records/access.ts";
import type { LooseFieldType } from "../definition/records/field.ts";
import { choiceRecordSchema, fieldRecordSchema } from "../definition/records/field.ts";
import { modelRecordSchema } from "../definition/records/model.ts";
import { type LooseView, routeRecordSchema } from "../definition/records/route.ts";
import { templateRecordSchema } from "../definition/records/template.ts";
import { fieldTypeOf } from "../field-types/registry.ts";
import { viewSchema } from "../view-types/registry.ts";

/** Shape of each kind, property by property, as edits need it. */
const schemas = {
  model: modelRecordSchema,
  field: fieldRecordSchema,
  choice: choiceRecordSchema,
  route: routeRecordSchema,
  template: templateRecordSchema,
  group: groupRecordSchema,
  rule: ruleRecordSchema,
  apiResource: apiResourceRecordSchema,
  settings: appSettingsSchema,
} satisfies Record<RecordKind | "settings", z.ZodObject>;

export type EditableKind = keyof typeof schemas;

/** What says who a record is and whose: set when it is created and never again. */
const fixedProperties: Partial<Record<EditableKind, ReadonlySet<string>>> = {
  field: new Set(["modelId"]),
  choice: new Set(["fieldId"]),
  rule: new Set(["modelId", "action"]),
  apiResource: new Set(["modelId"]),
};

export const isFixedProperty = (kind: EditableKind, property: string): boolean =>
  (kind !== "settings" && (property === "kind" || property === "id")) ||
  (fixedProperties[kind]?.has(property) ?? false);

export function propertySchema(kind: EditableKind, property: string): z.ZodType | undefined {
  const shape = schemas[kind].shape as Readonly<Record<string, z.ZodType>>;
  return Object.hasOwn(shape, property) ? shape[property] : undefined;
}

export const isOptionalProperty = (kind: EditableKind, property: string): boolean =>
  propertySchema(kind, property)?.safeParse(undefined).success ?? false;

export type Shaped<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string; readonly property?: string };

/** One property's value by its schema, and a field's type by the options of that type too. */
export function shapeProperty(kind: EditableKind, property: string, value: unknown): Shaped<unknown> {
  const schema = propertySchema(kind, property);
  if (!schema) return { ok: false, message: "is not known", property };
  const unstorable = unstorableText(value);
  if (unstorable) return { ok: false, message: unstorable, property };
  const result = schema.safeParse(value);
  if (!result.success) return { ok: false, message: firstMessage(result.error), property };
  if (kind === "field" && property === "type") return shapeFieldType(result.data as LooseFieldType);
  if (kind === "route" && property === "view") return shapeView(result.data as LooseView);
  return { ok: true, value: result.data };
}

/** A whole record. */
export function shapeRecord(record: DefinitionRecord): Shaped<DefinitionRecord> {
  const schema = Object.hasOwn(schemas, record.kind) ? schemas[record.kind] : undefined;
  if (!schema) return { ok: false, message: "is of a kind that is not known" };
  const unstorable = unstorableText(record);
  if (unstorable) return { ok: false, message: unstorable };
  const result = (schema as z.ZodObject).safeParse(record);
  if (!result.success) {
    const property = result.error.issues[0]?.path[0];
    return {
      ok: false,
      message: firstMessage(result.error),
      ...(property === undefined ? {} : { property: String(property) }),
    };
  }
  const shaped = result.data as DefinitionRecord;
  switch (shaped.kind) {
    case "field": {
      const type = shapeFieldType(shaped.type);
      return type.ok ? { ok: true, value: { ...shaped, type: type.value } } : type;
    }
    case "route": {
      const view = shapeView(shaped.view);
      return view.ok ? { ok: true, value: { ...shaped, view: view.value } } : view;
    }
    default:
      return { ok: true, value: shaped };
  }
}

function shapeView(view: LooseView): Shaped<LooseView> {
  const result = viewSchema.safeParse(view);
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, message: firstMessage(result.error), property: "view" };
}

function shapeFieldType(type: LooseFieldType): Shaped<LooseFieldType> {
  const known = fieldTypeOf(type);
  if (!known) return { ok: false, message: `There is no field type "${type.name}".`, property: "type" };
  const result = known.options.safeParse(type);
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, message: firstMessage(result.error), property: "type" };
}

function firstMessage(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return "is not valid";
  const inside = issue.path.slice(1).join(".");
  return inside === "" ? issue.message : `${inside}: ${issue.message}`;
}

/** Postgres' jsonb holds neither NUL nor half a character; better a sentence here than its error later. */
function unstorableText(value: unknown): string | undefined {
  if (typeof value === "string") {
    if (value.includes("\0")) return "It has a NUL character.";
    return /\p{Surrogate}/u.test(value) ? "It is not well-formed Unicode." : undefined;
  }
  if (value === null || typeof value !== "object") return undefined;
  for (const [key, item] of Object.entries(value)) {
    const found = unstorableText(key) ?? unstorableText(item);
    if (found) return found;
  }
  return undefined;
}
