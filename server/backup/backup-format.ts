import * as z from "zod";

/**
 * A backup is a gzipped tar that any tool opens:
 *
 *   quintet.json                        who made it, when, from what
 *   secret-key                          of the data folder, when the installation keeps one there
 *   schemas/<schema>.json               the statements that make its tables, in two phases
 *   tables/<schema>/<table>/<n>.copy    its rows as COPY gives them, in parts
 *   checksums.json                      last: SHA-256 of everything above, the rows of each table, the sequences
 *
 * What is cut has no checksums, and what is changed has others: then nothing is restored.
 */
export const BACKUP_FORMAT = 1;
export const MAX_PART_BYTES = 8 * 1024 * 1024;

export const headerSchema = z.strictObject({
  format: z.int(),
  quintet: z.string(),
  createdAt: z.iso.datetime(),
  /** Of the server it was made from: `18.4`. */
  postgres: z.string(),
  /** The platform's migrations, by name. */
  migrations: z.array(z.string()),
  /** Both roles of each app, which belong to a cluster and not to a database. */
  roles: z.array(z.string()),
});
export type BackupHeader = z.infer<typeof headerSchema>;

export const schemaFileSchema = z.strictObject({
  schema: z.string(),
  /** Before the rows: the schema itself, functions, tables. */
  before: z.array(z.string()),
  /** After the rows: constraints, indexes, triggers, who may do what. */
  after: z.array(z.string()),
  /** References between tables, when every table is there. */
  last: z.array(z.string()),
  tables: z.array(z.strictObject({ name: z.string(), columns: z.array(z.string()) })),
});
export type SchemaFile = z.infer<typeof schemaFileSchema>;

export const checksumsSchema = z.strictObject({
  entries: z.record(z.string(), z.strictObject({ sha256: z.string(), bytes: z.int() })),
  /** By `schema.table`. */
  rows: z.record(z.string(), z.int()),
  /** Where each identity goes on: by `schema.sequence`, as text because they reach 2^63. */
  sequences: z.record(z.string(), z.strictObject({ value: z.string(), called: z.boolean() })),
});
export type Checksums = z.infer<typeof checksumsSchema>;

/**
 * Rows that are not taken along: sessions (a backup must not restore what was signed out since), counters of failed
 * sign-ins, what waits on its way between processes, and the dev inbox, whose mails hold links in the clear. Jobs are
 * not either: what they were for is in the rows.
 */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "platform.sessions",
  "platform.throttles",
  "platform.socket_attachments",
  "platform.inbox_mails",
]);
/** The same in each app's schema, where only our own tables have an underscore. */
const LEFT_OUT_OF_APPS: ReadonlySet<string> = new Set(["_sessions", "_tickets", "_throttles"]);

export const isLeftOut = (schema: string, table: string): boolean =>
  LEFT_OUT.has(`${schema}.${table}`) || LEFT_OUT_OF_APPS.has(table);
