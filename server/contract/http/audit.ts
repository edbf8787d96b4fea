import * as z from "zod";
import { jsonValueSchema } from "#engine/definition/json";
import { type AuditAction, auditActions } from "../audit-actions.ts";
import { endpoint } from "../endpoint.ts";
import { accountIdSchema, appIdSchema, instantSchema } from "../platform-ids.ts";

const auditActionSchema = z.enum(Object.keys(auditActions) as [AuditAction, ...AuditAction[]]);

/** By which way something was done. */
const auditViaSchema = z.discriminatedUnion("kind", [
  /** Done in a browser by a person who is signed in, or on a public page: a sign-in, a reset. */
  z.object({ kind: z.literal("browser") }),
  /** With an API token of theirs. It keeps its name here when it has ended; one whose person was removed is revoked. */
  z.object({
    kind: z.literal("token"),
    id: z.uuid(),
    name: z.string(),
    state: z.enum(["valid", "expired", "revoked"]),
  }),
  /** By a command on the server's own machine, which acts as the first owner. */
  z.object({ kind: z.literal("local") }),
]);
export type AuditVia = z.infer<typeof auditViaSchema>;

export const auditLineSchema = z.object({
  /** Grows with time; the cursor. */
  id: z.string(),
  at: instantSchema,
  action: auditActionSchema,
  /** The person who did it; absent when they were not signed in. A person who has left keeps their name here. */
  actor: z.object({ id: accountIdSchema, name: z.string() }).optional(),
  /** Null when no person did it, and in lines from before this was recorded. */
  via: auditViaSchema.nullable(),
  app: z.object({ id: appIdSchema, label: z.string() }).optional(),
  subject: z.string(),
  before: jsonValueSchema.nullable(),
  after: jsonValueSchema.nullable(),
  /** As in the log of the program. */
  requestId: z.string().nullable(),
});
export type AuditLine = z.infer<typeof auditLineSchema>;

const filters = {
  actorId: accountIdSchema.optional(),
  appId: appIdSchema.optional(),
  action: auditActionSchema.optional(),
  via: z.enum(["browser", "token", "local"]).optional(),
  tokenId: z.uuid().optional(),
  from: instantSchema.optional(),
  until: instantSchema.optional(),
};

export const listAudit = endpoint({
  name: "listAudit",
  method: "GET",
  path: "/workspace/audit",
  summary: "The audit log of the workspace, newest first",
  tag: "Audit log",
  action: "readAudit",
  query: z.strictObject({
    ...filters,
    before: z
      .string()
      .regex(/^[1-9]\d{0,17}$/)
      .optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({ results: z.array(auditLineSchema), next: z.string().nullable() }),
});

export const exportAudit = endpoint({
  name: "exportAudit",
  method: "GET",
  path: "/workspace/audit/export",
  summary: "The audit log of the workspace as NDJSON, oldest first",
  tag: "Audit log",
  action: "exportAudit",
  query: z.strictObject(filters),
  response: auditLineSchema,
  rawResponse: "application/x-ndjson",
});
