import * as z from "zod";
import { importIdSchema, mailIdSchema, releaseIdSchema } from "../platform-ids.ts";

/** A job's payload is ids; the row is the truth. Every job may run twice. */
export const queues = {
  /** Runs a release: `release-<id>-<attempt>`. */
  releases: { name: "releases", payload: z.strictObject({ releaseId: releaseIdSchema }) },
  /** The same for a release that builds indexes or fills rows first, so that a short one never waits behind it. */
  builds: { name: "builds", payload: z.strictObject({ releaseId: releaseIdSchema }) },
  /** Loads an accepted import's rows: `import-<id>-<attempt>`. */
  imports: { name: "imports", payload: z.strictObject({ importId: importIdSchema }) },
  /** Sends a mail: `mail-<id>-<attempt>`. */
  mail: { name: "mail", payload: z.strictObject({ mailId: mailIdSchema }) },
} as const;

export type QueueName = keyof typeof queues;
export type JobPayload<Name extends QueueName> = z.infer<(typeof queues)[Name]["payload"]>;

/** Smaller goes first, in the outbox and in the queue; absent goes before all others. */
const priority = z.int().min(0).max(1_000_000).optional();

/** What the outbox carries: a topic per queue. */
export const outboxMessageSchema = z.discriminatedUnion("topic", [
  z.strictObject({ topic: z.literal("releases"), jobId: z.string(), payload: queues.releases.payload, priority }),
  z.strictObject({ topic: z.literal("builds"), jobId: z.string(), payload: queues.builds.payload, priority }),
  z.strictObject({ topic: z.literal("imports"), jobId: z.string(), payload: queues.imports.payload, priority }),
  z.strictObject({ topic: z.literal("mail"), jobId: z.string(), payload: queues.mail.payload, priority }),
]);
export type OutboxMessage = z.infer<typeof outboxMessageSchema>;
