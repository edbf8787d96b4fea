import * as z from "zod";
import { ID_BODY } from "./id-of.ts";
import { idPrefixes, type RecordKind } from "./id-prefixes.ts";

/**
 * Every record has a permanent id: three letters that say its kind, an underscore, and 12 to 20 characters of
 * lower-case base 36. A rename never touches an id, so the planner can tell a rename from a delete and an add, and
 * constraints in Postgres (named after ids) survive it. A kind's letters are those of
 * its schema's `id`.
 */
export type IdOf<Kind extends RecordKind> = `${(typeof idPrefixes)[Kind]}_${string}`;
export type ModelId = IdOf<"model">;
export type FieldId = IdOf<"field">;
export type ChoiceId = IdOf<"choice">;
export type ValidationId = IdOf<"validation">;
export type ConstraintId = IdOf<"constraint">;
export type RouteId = IdOf<"route">;
export type RouteGroupId = IdOf<"routeGroup">;
export type TemplateId = IdOf<"template">;
export type QueryId = IdOf<"query">;
export type MailTemplateId = IdOf<"mailTemplate">;
export type GroupId = IdOf<"group">;
export type FlowId = IdOf<"flow">;
export type StepId = IdOf<"step">;
export type FormId = IdOf<"form">;
export type FormLinesId = IdOf<"formLines">;
export type FormFieldId = IdOf<"formField">;
export type ApiResourceId = IdOf<"apiResource">;
export type RecordId = IdOf<RecordKind>;

const kindByPrefix: ReadonlyMap<string, RecordKind> = new Map(
  Object.entries(idPrefixes).map(([kind, prefix]) => [prefix, kind as RecordKind]),
);

export const isRecordId = (value: unknown): value is RecordId =>
  typeof value === "string" && kindByPrefix.has(value.slice(0, 3)) && value[3] === "_" && ID_BODY.test(value.slice(4));

/** The kind of an id; undefined for an id that is not a record's, such as that of the settings. */
export const kindOfId = (id: string): RecordKind | undefined => kindByPrefix.get(id.slice(0, 3));

export const recordIdSchema = z
  .custom<RecordId>(isRecordId, { message: "must be a record id" })
  .meta({ type: "string", pattern: `^(?:${[...kindByPrefix.keys()].join("|")})_[a-z0-9]{12,20}$` });

/** Gives bytes of randomness; the pure engine receives it (studio: crypto.getRandomValues, server: randomBytes). */
export type RandomBytes = (length: number) => Uint8Array;

/** Makes a new record id: 16 characters of base 36, about 82 bits. */
export function makeRecordId<Kind extends RecordKind>(kind: Kind, random: RandomBytes): IdOf<Kind> {
  const alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
  let body = "";
  while (body.length < 16) {
    for (const byte of random(24)) {
      // 252 is the largest multiple of 36 below 256: higher bytes would make the first letters more frequent.
      if (byte < 252 && body.length < 16) body += alphabet[byte % 36];
    }
  }
  return `${idPrefixes[kind]}_${body}`;
}
