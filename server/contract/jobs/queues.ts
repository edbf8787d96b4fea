import * as z from "zod";
import { importIdSchema, releaseIdSchema } from "../platform-ids.ts";

/** A job's payload is ids; the row is the truth. Every job may run twice. */
export const queues = {
  /** Runs a release: `release-<id>-<attempt>`. */
  releases: { name: "releases", payload: z.strictObject({ releaseId: releaseIdSchema }) },
  /** Loads an accepted import's rows: `import-<id>-<attempt>`. */
  imports: { name: "imports", payload: z.strictObject({ importId: importIdSchema }) },
} as const;

export type QueueName = keyof typeof queues;
export type JobPayload<Name extends QueueName> = z.infer<(typeof queues)[Name]["payload"]>;

/** What the outbox carries: a topic per queue. */
export const outboxMessageSchema = z.discriminatedUnion("topic", [
  z.strictObject({ topic: z.literal("releases"), jobId: z.string(), payload: queues.releases.payload }),
  z.strictObject({ topic: z.literal("imports"), jobId: z.string(), payload: queues.imports.payload }),
]);
export type OutboxMessage = z.infer<typeof outboxMessageSchema>;
