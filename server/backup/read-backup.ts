import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import type * as z from "zod";
import {
  BACKUP_FORMAT,
  type BackupHeader,
  type Checksums,
  checksumsSchema,
  headerSchema,
  type SchemaFile,
  schemaFileSchema,
} from "./backup-format.ts";

/** Why a file cannot be restored, as a sentence for the operator. */
export class BackupUnfit extends Error {
  override readonly name = "BackupUnfit";
}

/** A backup that was read to its end and is as it was written. */
export interface VerifiedBackup {
  readonly header: BackupHeader;
  readonly secretKey: string | undefined;
  readonly schemas: readonly SchemaFile[];
  readonly checksums: Checksums;
}

/** A part is a few megabytes, except for a single larger row; anything larger than this is not our backup. */
const MAX_ENTRY_BYTES = 512 * 1024 * 1024;

/** Everything but rows is kept in memory: a few hundred kilobytes per app. */
const MAX_TEXT_BYTES = 256 * 1024 * 1024;

/** Reads the whole file and compares every checksum, before a database is changed. */
export async function verifyBackup(file: string): Promise<VerifiedBackup> {
  const seen: Record<string, { sha256: string; bytes: number }> = {};
  const texts = new Map<string, string>();
  let textBytes = 0;
  await forEachEntry(file, async (name, content) => {
    if (name in seen || texts.has(name)) throw new BackupUnfit(`It has ${name} twice.`);
    if (!name.endsWith(".copy")) {
      textBytes += content.length;
      if (textBytes > MAX_TEXT_BYTES) throw new BackupUnfit("It describes more tables than an installation has.");
      texts.set(name, content.toString("utf8"));
    }
    if (name !== "checksums.json")
      seen[name] = { sha256: createHash("sha256").update(content).digest("hex"), bytes: content.length };
  });
  const header = parse(headerSchema, "quintet.json", texts.get("quintet.json"));
  if (header.format > BACKUP_FORMAT)
    throw new BackupUnfit(`A newer Quintet (${header.quintet}) made it. Restore it with that one or a newer.`);
  const last = texts.get("checksums.json");
  if (last === undefined) throw new BackupUnfit("It is cut: its end is missing. Take another copy of the file.");
  const checksums = parse(checksumsSchema, "checksums.json", last);
  for (const [name, wanted] of Object.entries(checksums.entries)) {
    const found = seen[name];
    if (!found) throw new BackupUnfit(`It was changed: ${name} is missing.`);
    if (found.sha256 !== wanted.sha256 || found.bytes !== wanted.bytes)
      throw new BackupUnfit(`It was changed: ${name} is not what was saved.`);
  }
  const added = Object.keys(seen).find((name) => !(name in checksums.entries));
  if (added) throw new BackupUnfit(`It was changed: ${added} was added.`);
  const schemas = [...texts]
    .filter(([name]) => name.startsWith("schemas/"))
    .map(([name, text]) => parse(schemaFileSchema, name, text));
  return { header, secretKey: texts.get("secret-key"), schemas, checksums };
}

/** The rows again, part by part, in the order in which they were saved. */
export async function forEachPart(
  file: string,
  load: (table: { schema: string; name: string }, part: Buffer) => Promise<void>,
): Promise<void> {
  await forEachEntry(file, async (name, content) => {
    const [, schema, table] = /^tables\/([^/]+)\/([^/]+)\/\d+\.copy$/.exec(name) ?? [];
    if (schema !== undefined && table !== undefined) await load({ schema, name: table }, content);
  });
}

async function forEachEntry(file: string, take: (name: string, content: Buffer) => Promise<void>): Promise<void> {
  const archive = extract();
  const read = pipeline(createReadStream(file), createGunzip(), archive);
  // It is awaited below; a failure before that ends the loop with the same error.
  read.catch(() => undefined);
  try {
    for await (const entry of archive) {
      const { name, size = 0, type } = entry.header;
      if (type !== "file" || size > MAX_ENTRY_BYTES) throw new BackupUnfit(`${name} does not belong into a backup.`);
      const parts: Buffer[] = [];
      for await (const part of entry) parts.push(part as Buffer);
      await take(name, Buffer.concat(parts));
    }
    await read;
  } catch (error) {
    if (error instanceof BackupUnfit) throw error;
    throw explain(error);
  }
}

function explain(error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "EACCES" || code === "EISDIR") return error as Error;
  if (code === "Z_BUF_ERROR" || /unexpected end/i.test(message))
    return new BackupUnfit("It is cut: its end is missing. Take another copy of the file.");
  if (code?.startsWith("Z_") || /tar header|checksum/i.test(message))
    return new BackupUnfit("It is no backup of Quintet, or it was damaged.");
  return error as Error;
}

function parse<Schema extends z.ZodType>(schema: Schema, name: string, text: string | undefined): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text ?? "");
  } catch {
    throw new BackupUnfit(`It is no backup of Quintet: ${name} is ${text === undefined ? "missing" : "not readable"}.`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success)
    throw new BackupUnfit(`It is no backup of Quintet, or a newer one's: ${name} is not as expected.`);
  return parsed.data;
}
