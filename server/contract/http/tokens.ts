import * as z from "zod";
import { labelSchema } from "#engine/definition/labels";
import { endpoint } from "../endpoint.ts";
import { tokenScopes } from "../permissions.ts";
import { instantSchema } from "../platform-ids.ts";

/** API tokens of people for the platform's API, for scripts and the command line. */
export const tokenScopeSchema = z.enum(tokenScopes);

export const apiTokenSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** The last four characters, to tell tokens apart. */
  hint: z.string(),
  scopes: z.array(tokenScopeSchema),
  createdAt: instantSchema,
  /** Absent: it has no end of its own. */
  expiresAt: instantSchema.optional(),
  /** To the hour; absent when it was never used. */
  lastUsedAt: instantSchema.optional(),
});
export type ApiToken = z.infer<typeof apiTokenSchema>;

/** How long a token lasts, in days; `null`: until it is revoked. */
export const TOKEN_DAYS = [7, 30, 90, 365, null] as const;

export const listApiTokens = endpoint({
  name: "listApiTokens",
  method: "GET",
  path: "/tokens",
  summary: "Your own API tokens in this workspace, newest first",
  tag: "API tokens",
  action: "ownTokens",
  response: z.object({ results: z.array(apiTokenSchema) }),
});

export const createApiToken = endpoint({
  name: "createApiToken",
  method: "POST",
  path: "/tokens",
  summary: "Make an API token; it is shown this once",
  tag: "API tokens",
  action: "makeTokens",
  body: z.strictObject({
    name: labelSchema,
    scopes: z.array(tokenScopeSchema).min(1, "Choose what the token may do.").max(tokenScopes.length),
    days: z.union([z.literal(7), z.literal(30), z.literal(90), z.literal(365), z.null()]).default(90),
  }),
  response: z.object({ token: apiTokenSchema, secret: z.string() }),
  status: 201,
});

export const revokeApiToken = endpoint({
  name: "revokeApiToken",
  method: "DELETE",
  path: "/tokens/:tokenId",
  summary: "Revoke one of your API tokens at once",
  tag: "API tokens",
  action: "ownTokens",
  params: z.strictObject({ tokenId: z.uuid() }),
});
