import * as z from "zod";
import { idOf } from "../definition/id-of.ts";
import { identifierSchema } from "../definition/identifiers.ts";
import type { ModelId } from "../definition/ids.ts";
import { expressionSourceSchema } from "../definition/labels.ts";
import { defineFieldType, type FieldType } from "./field-type.ts";
import { type KeyType, keyTypes } from "./keys.ts";

export const onDeleteActions = ["protect", "cascade", "set_null"] as const;
export type OnDelete = (typeof onDeleteActions)[number];

export type RelationOptions = {
  name: "relation";
  targetModelId: ModelId;
  /** What deleting the target row does to rows that point to it. The engine compiles it; the constraint is NO ACTION. */
  onDelete: OnDelete;
  /** How the target calls the rows that point to it (`books` on author). Unique among the target's fields. */
  reverseName?: string | undefined;
  /** It may only be set to rows for which this is true: an expression over `record`, `target` and `user`. */
  choicesWhere?: string | undefined;
};

/** A relation holds the key of the row that it points to, so all that is said of its values is said by that key. */
const relationBy = (key: KeyType): FieldType<RelationOptions> =>
  defineFieldType<RelationOptions>({
    name: "relation",
    label: "Relation",
    description: "Points to one row of a model: a book's author.",
    options: z.strictObject({
      name: z.literal("relation"),
      targetModelId: idOf("mdl"),
      onDelete: z.enum(onDeleteActions),
      reverseName: identifierSchema.optional(),
      choicesWhere: expressionSourceSchema.optional(),
    }),
    initial: { name: "relation", targetModelId: "mdl_000000000000", onDelete: "protect" },
    sqlType: () => key.sqlType,
    cast: key.cast,
    valueType: (options) => ({ kind: "record", modelId: options.targetModelId, key: key.record }),
    lookups: ["exact", "in", "isnull"],
    parseJson: key.parse,
    parseText: key.parse,
    jsonSql: (column) => column,
    jsonSchema: () => key.jsonSchema,
    can: { order: "stored", index: true, path: true },
    // A link to the row's page where there is one: engine/views knows the routes.
    display: ({ value }) => ({ inline: `{{ ${value} }}` }),
    example: () => key.example,
    sample: ({ label, number }) => `${label} ${number}`,
    openapi: {},
    input: { keyboard: "text", placeholder: "The id of a row" },
  });

export const relation = relationBy(keyTypes.identity);
/** The same to a model whose rows have UUIDs. */
const relationToUuid = relationBy(keyTypes.uuid);

export const relationTo = (key: KeyType): FieldType<RelationOptions> =>
  key.name === "uuid" ? relationToUuid : relation;
