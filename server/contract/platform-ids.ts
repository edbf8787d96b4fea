import * as z from "zod";

/** Rows of the platform's own tables have UUIDs (version 7), made by the server. */
const brand = <Name extends string>() => z.uuid() as unknown as z.ZodType<string & { readonly __brand: Name }>;

export const accountIdSchema = brand<"account">();
export const workspaceIdSchema = brand<"workspace">();
export const appIdSchema = brand<"app">();
export const draftIdSchema = brand<"draft">();
export const versionIdSchema = brand<"version">();
export const importIdSchema = brand<"import">();
export const mailIdSchema = brand<"mail">();
export type AccountId = z.infer<typeof accountIdSchema>;
export type WorkspaceId = z.infer<typeof workspaceIdSchema>;
export type AppId = z.infer<typeof appIdSchema>;
export type DraftId = z.infer<typeof draftIdSchema>;
export type VersionId = z.infer<typeof versionIdSchema>;
export type ImportId = z.infer<typeof importIdSchema>;
export type MailId = z.infer<typeof mailIdSchema>;

/**
 * Release ids are numbers that grow in an installation: the guard compares them in every statement. They stay inside,
 * because who saw them could count what others publish.
 */
export const releaseIdSchema = z.int().positive();
export type ReleaseId = number;

/** Each app counts its own releases: 1, 2, 3. This is what people and clients see. */
export const releaseNumberSchema = z.int().positive().max(2_147_483_647);

/** An instant as RFC 3339 in UTC. */
export const instantSchema = z.iso.datetime({ offset: true });
