import * as z from "zod";
import { idOf } from "../definition/id-of.ts";
import { identifierSchema } from "../definition/identifiers.ts";
import type { ModelId } from "../definition/ids.ts";
import { expressionSourceSchema } from "../definition/labels.ts";
import { defineFieldType, type FieldType } from "./field-type.ts";
import { type KeyType, keyTypes } from "./keys.ts";

export const onDeleteActions = ["protect", "cascade", "set_null"] as const;
export type OnDelete = (typeof onDeleteActions)[number];

/** Who a relation to the users of the app is filled with by the engine: who made the row, or who changed it last. */
export const writerParts = ["creator", "editor"] as const;
export type WriterPart = (typeof writerParts)[number];

export type RelationOptions = {
  name: "relation";
  targetModelId: ModelId;
  /** What deleting the target row does to rows that point to it. The engine compiles it; the constraint is NO ACTION. */
  onDelete: OnDelete;
  /** How the target calls the rows that point to it (`books` on author). Unique among the target's fields. */
  reverseName?: string | undefined;
  /** It may only be set to rows for which this is true: an expression over `record`, `target` and `user`. */
  choicesWhere?: string | undefined;
  /** Filled by the engine with the person who writes the row, and never sent. It then points to the app's users. */
  automatic?: WriterPart | undefined;
};

/** What a relation is called that the engine fills. */
export const writerWords: Readonly<Record<WriterPart, { readonly label: string; readonly description: string }>> = {
  creator: { label: "Created by", description: "The user who made the row; filled in automatically." },
  editor: { label: "Last changed by", description: "The user who last changed the row; filled in automatically." },
};

/** A relation holds the key of the row that it points to, so all that is said of its values is said by that key. */
const relationBy = (key: KeyType, automatic?: WriterPart): FieldType<RelationOptions> =>
  defineFieldType<RelationOptions>({
    name: "relation",
    ...(automatic
      ? { ...writerWords[automatic], automatic }
      : { label: "Relation", description: "Points to one row of a model: a book's author." }),
    options: z.strictObject({
      name: z.literal("relation"),
      targetModelId: idOf("mdl"),
      onDelete: z.enum(onDeleteActions),
      reverseName: identifierSchema.optional(),
      choicesWhere: expressionSourceSchema.optional(),
      automatic: z.enum(writerParts).optional(),
    }),
    initial: { name: "relation", targetModelId: "mdl_000000000000", onDelete: "protect" },
    sqlType: () => key.sqlType,
    cast: key.cast,
    valueType: (options) => ({ kind: "record", modelId: options.targetModelId, key: key.record }),
    lookups: ["exact", "in", "isnull"],
    parseJson: key.parse,
    parseText: key.parse,
    jsonSql: (column) => column,
    jsonSchema: () => (automatic ? { ...key.jsonSchema, readOnly: true } : key.jsonSchema),
    can: { order: "stored", index: true, path: true },
    // A link to the row's page where there is one: engine/views knows the routes.
    display: ({ value }) => ({ inline: `{{ ${value} }}`, ...(automatic ? { isKeptOutOfLists: true } : {}) }),
    example: () => key.example,
    sample: ({ label, number }) => `${label} ${number}`,
    openapi: automatic ? { note: `${writerWords[automatic].description} It cannot be sent.` } : {},
    input: { keyboard: "text", placeholder: "The id of a row" },
  });

export const relation = relationBy(keyTypes.identity);

const made = new Map<string, FieldType<RelationOptions>>();

/** The type of a relation to a model whose rows have keys of this kind, filled by people or by the engine. */
export function relationTo(key: KeyType, automatic: unknown): FieldType<RelationOptions> {
  const part = writerParts.find((one) => one === automatic);
  if (key.name === "identity" && part === undefined) return relation;
  const name = `${key.name} ${part ?? ""}`;
  let type = made.get(name);
  if (!type) {
    type = relationBy(key, part);
    made.set(name, type);
  }
  return type;
}
