import * as z from "zod";
import { labelSchema } from "#engine/definition/labels";
import { endpoint } from "../endpoint.ts";
import { appIdSchema, draftIdSchema, instantSchema, releaseNumberSchema } from "../platform-ids.ts";

export const appSummarySchema = z.object({
  id: appIdSchema,
  slug: z.string(),
  label: z.string(),
  /** Where the app answers, with a trailing slash: `http://shop.localhost:4000/`. */
  url: z.string(),
  draftId: draftIdSchema,
  /** Absent until the first publish. */
  live: z.object({ releaseNumber: releaseNumberSchema, versionNumber: z.int(), since: instantSchema }).optional(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
export type AppSummary = z.infer<typeof appSummarySchema>;

const appParams = z.strictObject({ appId: appIdSchema });

export const listApps = endpoint({
  name: "listApps",
  method: "GET",
  path: "/apps",
  summary: "The apps of the workspace, last edited first",
  tag: "Apps",
  action: "listApps",
  response: z.object({ results: z.array(appSummarySchema) }),
});

export const createApp = endpoint({
  name: "createApp",
  method: "POST",
  path: "/apps",
  summary: "Start an empty app",
  tag: "Apps",
  action: "createApp",
  body: z.strictObject({
    label: labelSchema,
    timeZone: z.string().max(60).optional(),
    locale: z.string().max(35).optional(),
  }),
  response: appSummarySchema,
  status: 201,
});

export const getApp = endpoint({
  name: "getApp",
  method: "GET",
  path: "/apps/:appId",
  summary: "One app",
  tag: "Apps",
  action: "read",
  params: appParams,
  response: appSummarySchema,
});

export const deleteApp = endpoint({
  name: "deleteApp",
  method: "DELETE",
  path: "/apps/:appId",
  summary: "Delete an app; for 30 days it can be restored",
  tag: "Apps",
  action: "delete",
  params: appParams,
  /** The app's label, typed by hand. */
  body: z.strictObject({ confirm: z.string().max(200) }),
});

const deletedAppSchema = z.object({
  id: appIdSchema,
  label: z.string(),
  /** The slug that it had; a restore gives it back unless another app has taken it. */
  slug: z.string(),
  deletedAt: instantSchema,
  /** Their name; null when it is not known any more. */
  deletedBy: z.string().nullable(),
  /** From then on it cannot be restored. */
  goneAt: instantSchema,
});
export type DeletedApp = z.infer<typeof deletedAppSchema>;

export const listDeletedApps = endpoint({
  name: "listDeletedApps",
  method: "GET",
  path: "/deleted-apps",
  summary: "Deleted apps that can be restored, last deleted first",
  tag: "Apps",
  action: "restore",
  response: z.object({ results: z.array(deletedAppSchema) }),
});

export const restoreApp = endpoint({
  name: "restoreApp",
  method: "POST",
  path: "/deleted-apps/:appId/restore",
  summary: "Restore a deleted app, with all it had and live as it was; its slug is another if its own is taken by now",
  tag: "Apps",
  action: "restore",
  params: appParams,
  response: appSummarySchema,
});

export const deleteAppPermanently = endpoint({
  name: "deleteAppPermanently",
  method: "DELETE",
  path: "/deleted-apps/:appId",
  summary: "Delete a deleted app permanently, with its rows, before its 30 days are over",
  tag: "Apps",
  action: "delete",
  params: appParams,
  /** The app's label, typed by hand. */
  body: z.strictObject({ confirm: z.string().max(200) }),
});

export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The group record's id; its name is what rules see. */
  groupId: z.string(),
  /** The last four characters, to tell keys apart. */
  hint: z.string(),
  createdAt: instantSchema,
});
export type ApiKey = z.infer<typeof apiKeySchema>;

export const listApiKeys = endpoint({
  name: "listApiKeys",
  method: "GET",
  path: "/apps/:appId/keys",
  summary: "API keys of the live app",
  tag: "API keys",
  action: "manageKeys",
  params: appParams,
  response: z.object({ results: z.array(apiKeySchema) }),
});

export const createApiKey = endpoint({
  name: "createApiKey",
  method: "POST",
  path: "/apps/:appId/keys",
  summary: "Make an API key; it is shown this once",
  tag: "API keys",
  action: "makeKeys",
  params: appParams,
  body: z.strictObject({ name: labelSchema, groupId: z.string().max(40) }),
  response: z.object({ key: apiKeySchema, secret: z.string() }),
  status: 201,
});

export const deleteApiKey = endpoint({
  name: "deleteApiKey",
  method: "DELETE",
  path: "/apps/:appId/keys/:keyId",
  summary: "Revoke an API key at once",
  tag: "API keys",
  action: "manageKeys",
  params: z.strictObject({ appId: appIdSchema, keyId: z.string().max(40) }),
});
