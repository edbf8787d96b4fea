import * as z from "zod";
import { idOf } from "#engine/definition/id-of";
import { expressionSourceSchema, labelSchema } from "#engine/definition/labels";
import { orderKeySchema } from "#engine/definition/order-keys";
import type { KindFacts } from "#engine/kinds/kind-facts";

/**
 * A kind of record that only tests know: notes on a model, and notes on notes, which can be dragged under another. With
 * its prefix, its schema and its facts in the three registries (see the mocks of record-kinds.test.ts), everything that
 * is derived from them has to work.
 */
export const noteSchema = z.strictObject({
  kind: z.literal("note"),
  id: idOf("nte"),
  /** A model, or another note. */
  parentId: z.union([idOf("mdl"), idOf("nte")]),
  label: labelSchema,
  text: z.string().optional(),
  isDone: z.boolean(),
  when: z.strictObject({ modelId: idOf("mdl"), holds: expressionSourceSchema }).optional(),
  order: orderKeySchema,
});
export type NoteRecord = z.infer<typeof noteSchema>;

export const noteFacts: KindFacts<NoteRecord> = {
  noun: "note",
  describe: ({ label }) => `note ${label}`,
  owner: { property: "parentId", kinds: ["model", "note" as never], canChange: true },
  references: ({ when }) => (when ? [{ to: when.modelId, property: "when" }] : []),
  expressions: ({ when, label }) =>
    when
      ? [
          {
            path: ["when", "holds"],
            source: when.holds,
            scope: { name: "rule", modelId: when.modelId },
            use: "rule",
            about: () => `When ${label} holds`,
          },
        ]
      : [],
  longTexts: ["text"],
  isSeenByPages: false,
  file: { place: "owner", key: "notes", defaults: { isDone: false } },
};
