import * as z from "zod";
import { appThemeSchema } from "./app-theme.ts";
import { FORMAT_VERSION } from "./format-version.ts";
import type { RecordKind } from "./id-prefixes.ts";
import { type RecordId, recordIdSchema } from "./ids.ts";
import { labelSchema } from "./labels.ts";
import { recordSchemas } from "./record-schemas.ts";

/**
 * The AppDefinition: the one typed document that describes an app. The studio edits it, the checks validate it, the
 * planner compares it, the engine compiles it. Nothing else describes an app.
 *
 * It is a *flat* map of records with permanent ids. That makes the document of a version and the rows of a draft the
 * same thing in two forms (engine/edits: assemble and explode), and makes diff, undo, merge and "where is this used"
 * look-ups by id. Positions on the canvas are not in it: dragging a node changes no hash.
 */
export type RecordOf<Kind extends RecordKind> = z.infer<(typeof recordSchemas)[Kind]>;
export type DefinitionRecord = { [Kind in RecordKind]: RecordOf<Kind> }[RecordKind];

export const definitionRecordSchema = z.discriminatedUnion(
  "kind",
  Object.values(recordSchemas) as unknown as [z.ZodObject],
) as unknown as z.ZodType<DefinitionRecord, DefinitionRecord>;

export const appAudiences = ["anyone", "any_key", "builders"] as const;
export type AppAudience = (typeof appAudiences)[number];

/**
 * How somebody becomes a user of the app: not at all, by an invitation, by themselves once they are approved, or by
 * themselves.
 */
export const signUpModes = ["closed", "invite", "approval", "open"] as const;
export type SignUpMode = (typeof signUpModes)[number];

/** How people sign in to the app. An app without a users' model has none of this. */
export const accountSettingsSchema = z.strictObject({
  /** The shortest password, in characters. */
  passwordLength: z.int().min(8, "A password has at least 8 characters.").max(64, "At most 64 can be asked for."),
  /** By an invitation when it is absent. */
  signUp: z.enum(signUpModes).optional(),
  session: z.strictObject({
    /** A session ends when it was not used for so many days. */
    idleDays: z.int().min(1).max(365),
    /** And after so many days in any case. */
    absoluteDays: z.int().min(1).max(365),
  }),
});
export type AccountSettings = z.infer<typeof accountSettingsSchema>;

const oneLine = (most: number, what: string) =>
  z
    .string()
    .trim()
    .min(1, `${what} is needed.`)
    .max(most, `${what} has at most ${most} characters.`)
    .regex(/^[^\p{Cc}]*$/u, `${what} is one line.`);

/** What the mails of the app have in common. */
export const mailSettingsSchema = z.strictObject({
  /** Who mails are from; without it, the name of the app. */
  senderName: oneLine(100, "A name").optional(),
  /** At the end of every mail: a postal address, where the law asks for one. */
  footer: oneLine(300, "A footer").optional(),
});
export type MailSettings = z.infer<typeof mailSettingsSchema>;

export const appSettingsSchema = z.strictObject({
  /** What people read as the app's name. */
  label: labelSchema,
  /** IANA zone in which pages show instants, and in which a time without a zone is read. */
  timeZone: z
    .string()
    .regex(/^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$/, "must be an IANA time zone")
    .max(60),
  /** BCP 47 tag for numbers and dates on pages. */
  locale: z
    .string()
    .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, "must be a language tag such as en or pt-BR")
    .max(35),
  /**
   * Who the app is for, once somebody has said so: what new models allow to be read, unless they say otherwise. It
   * allows nothing by itself: the rules of the models do.
   */
  audience: z.enum(appAudiences).optional(),
  accounts: accountSettingsSchema.optional(),
  mail: mailSettingsSchema.optional(),
  /** Without it, the default theme. */
  theme: appThemeSchema.optional(),
});
export type AppSettings = z.infer<typeof appSettingsSchema>;

export const MAX_RECORDS = 20_000;

/** Bytes of all records as JSON at most. 200 models with pages of their own take about three million. */
export const MAX_DEFINITION_BYTES = 16_000_000;

export const appDefinitionSchema = z
  .strictObject({
    formatVersion: z.literal(FORMAT_VERSION),
    settings: appSettingsSchema,
    records: z.record(recordIdSchema, definitionRecordSchema),
  })
  .check((context) => {
    const entries = Object.entries(context.value.records);
    if (entries.length > MAX_RECORDS) {
      context.issues.push({
        code: "custom",
        message: `An app has at most ${MAX_RECORDS} records.`,
        input: entries.length,
      });
    }
    for (const [id, record] of entries) {
      if (record.id !== id) {
        context.issues.push({
          code: "custom",
          message: `The record under ${id} says that its id is ${record.id}.`,
          input: record.id,
          path: ["records", id],
        });
      }
    }
  });

export type AppDefinition = {
  readonly formatVersion: typeof FORMAT_VERSION;
  readonly settings: AppSettings;
  readonly records: Readonly<Record<RecordId, DefinitionRecord>>;
};

export const emptyDefinition = (label: string): AppDefinition => ({
  formatVersion: FORMAT_VERSION,
  settings: { label, timeZone: "UTC", locale: "en" },
  records: {},
});
