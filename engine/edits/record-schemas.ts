import type * as z from "zod";
import { appSettingsSchema, type DefinitionRecord } from "../definition/app-definition.ts";
import { issueText } from "../definition/issue-text.ts";
import { recordSchemas } from "../definition/record-schemas.ts";
import { type LooseFieldType, looseFieldTypeSchema } from "../definition/records/field.ts";
import { type LooseStepType, looseStepTypeSchema } from "../definition/records/flow.ts";
import { type LooseView, looseViewSchema } from "../definition/records/route.ts";
import { fieldTypeNames, fieldTypeOf } from "../field-types/registry.ts";
import { factsOfKind } from "../kinds/facts-of.ts";
import type { EditableKind } from "../kinds/kind-facts.ts";
import { stepTypeOf, stepTypes } from "../step-types/registry.ts";
import { viewSchema } from "../view-types/registry.ts";

/** Shape of each kind, property by property, as edits need it. */
const schemaOf = (kind: EditableKind): z.ZodObject | undefined =>
  kind === "settings" ? appSettingsSchema : Object.hasOwn(recordSchemas, kind) ? recordSchemas[kind] : undefined;

/** Properties that identify a record and its owner: set when it is created and never changed. */
export function isFixedProperty(kind: EditableKind, property: string): boolean {
  if (kind !== "settings" && (property === "kind" || property === "id")) return true;
  const { owner, fixed } = factsOfKind(kind);
  return (property === owner?.property && !owner.canChange) || (fixed?.includes(property) ?? false);
}

export function propertySchema(kind: EditableKind, property: string): z.ZodType | undefined {
  const shape = schemaOf(kind)?.shape as Readonly<Record<string, z.ZodType>> | undefined;
  return shape && Object.hasOwn(shape, property) ? shape[property] : undefined;
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
  const result = schema.safeParse(value, { error: issueText });
  if (!result.success) return { ok: false, message: firstMessage(result.error), property };
  return judgedElsewhere.get(schema)?.(result.data) ?? { ok: true, value: result.data };
}

/** A whole record. */
export function shapeRecord(record: DefinitionRecord): Shaped<DefinitionRecord> {
  const schema = schemaOf(record.kind);
  if (!schema) return { ok: false, message: "is of a kind that is not known" };
  const unstorable = unstorableText(record);
  if (unstorable) return { ok: false, message: unstorable };
  const result = schema.safeParse(record, { error: issueText });
  if (!result.success) {
    const property = result.error.issues[0]?.path[0];
    return {
      ok: false,
      message: firstMessage(result.error),
      ...(property === undefined ? {} : { property: String(property) }),
    };
  }
  const shaped: Record<string, unknown> = { ...result.data };
  for (const [property, known] of Object.entries(schema.shape)) {
    const judged = judgedElsewhere.get(known as z.ZodType)?.(shaped[property]);
    if (judged && !judged.ok) return judged;
    if (judged) shaped[property] = judged.value;
  }
  return { ok: true, value: shaped as unknown as DefinitionRecord };
}

/** Properties that the definition's schema accepts with any options: a registry validates them. */
const judgedElsewhere: ReadonlyMap<z.ZodType, (value: unknown) => Shaped<unknown>> = new Map<
  z.ZodType,
  (value: unknown) => Shaped<unknown>
>([
  [looseFieldTypeSchema, (value) => shapeFieldType(value as LooseFieldType)],
  [looseViewSchema, (value) => shapeView(value as LooseView)],
  [looseStepTypeSchema, (value) => shapeStepType(value as LooseStepType)],
]);

function shapeView(view: LooseView): Shaped<LooseView> {
  const result = viewSchema.safeParse(view, { error: issueText });
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, message: optionMessage(result.error), property: "view" };
}

function shapeFieldType(type: LooseFieldType): Shaped<LooseFieldType> {
  const known = fieldTypeOf(type);
  if (!known) {
    const message = `There is no field type "${type.name}". Known are ${fieldTypeNames.join(", ")}.`;
    return { ok: false, message, property: "type" };
  }
  const result = known.options.safeParse(type, { error: issueText });
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, message: optionMessage(result.error, optionsOf(known.options)), property: "type" };
}

function shapeStepType(type: LooseStepType): Shaped<LooseStepType> {
  const known = stepTypeOf(type);
  if (!known) {
    const message = `There is no type of step "${type.name}". Known are ${Object.keys(stepTypes).join(", ")}.`;
    return { ok: false, message, property: "type" };
  }
  const result = known.options.safeParse(type, { error: issueText });
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, message: optionMessage(result.error), property: "type" };
}

const optionsOf = (schema: z.ZodType): readonly string[] =>
  "shape" in schema ? Object.keys(schema.shape as object) : [];

/** Which option is missing or wrong; of one that is not known, what is. Sentences of a type's own stand as they are. */
function optionMessage(error: z.ZodError, known: readonly string[] = []): string {
  const issue = error.issues[0];
  if (!issue) return "is not valid";
  if (issue.code === "unrecognized_keys" && known.length > 0) return `${issue.message}; known are ${known.join(", ")}`;
  const isPredicate = /^[a-z]/.test(issue.message) && issue.path.length > 0;
  return isPredicate ? `"${issue.path.join(".")}" ${issue.message}` : issue.message;
}

function firstMessage(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return "is not valid";
  const inside = issue.path.slice(1).join(".");
  return inside === "" ? issue.message : `${inside}: ${issue.message}`;
}

/** jsonb in Postgres cannot hold NUL or half a character; a sentence here is better than its error later. */
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
