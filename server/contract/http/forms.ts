import * as z from "zod";
import { idOf } from "#engine/definition/id-of";
import { jsonValueSchema } from "#engine/definition/json";
import { endpoint } from "../endpoint.ts";
import { appIdSchema } from "../platform-ids.ts";
import { previewCallerSchema } from "./preview.ts";

/** Sends a form of the live version as somebody, and keeps nothing: no row, no mail, no event. */
export const tryForm = endpoint({
  name: "tryForm",
  method: "POST",
  path: "/apps/:appId/forms/:formId/try",
  summary: "What a form would write, or what would be wrong at which field; nothing is stored",
  tag: "Data",
  action: "writeRows",
  params: z.strictObject({ appId: appIdSchema, formId: idOf("frm") }),
  body: z.strictObject({
    as: previewCallerSchema,
    /** The row that the form changes. */
    rowId: z.string().max(64).optional(),
    /** Names and texts, as a browser sends them. */
    values: z.array(z.tuple([z.string().max(200), z.string().max(100_000)])).max(1_000),
  }),
  response: z.discriminatedUnion("outcome", [
    /** The live version does not have the form. */
    z.object({ outcome: z.literal("notPublished") }),
    /** The rules do not let this caller send it. */
    z.object({ outcome: z.literal("closed") }),
    /** There is no such row that this caller may read. */
    z.object({ outcome: z.literal("absent") }),
    z.object({
      outcome: z.literal("refused"),
      /** At a field, by its name in the form. */
      errors: z.array(z.object({ name: z.string(), message: z.string() })),
      problems: z.array(z.string()),
    }),
    /** The row as it would be; null when the caller may not read it. */
    z.object({ outcome: z.literal("written"), values: z.record(z.string(), jsonValueSchema).nullable() }),
  ]),
});
