import * as z from "zod";
import { endpoint } from "../endpoint.ts";

/** One check, and its result. */
export const findingSchema = z.object({
  /** A stable name: `database.connections`, `mail.transport`. */
  code: z.string(),
  state: z.enum(["ok", "warning", "error"]),
  message: z.string(),
  /** What to do about it. */
  hint: z.string().optional(),
});
export type Finding = z.infer<typeof findingSchema>;

export const getDiagnosis = endpoint({
  name: "getDiagnosis",
  method: "GET",
  path: "/diagnosis",
  summary: "Whether the installation is in order: what `quintet doctor` tells",
  tag: "Operations",
  action: "diagnose",
  response: z.object({ version: z.string(), findings: z.array(findingSchema) }),
});
