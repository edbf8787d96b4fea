import * as z from "zod";
import type { AppDefinition, DefinitionRecord } from "../definition/app-definition.ts";
import { definitionRecordSchema } from "../definition/app-definition.ts";
import { FORMAT_VERSION } from "../definition/format-version.ts";
import type { RecordKind } from "../definition/id-prefixes.ts";
import { recordIdSchema } from "../definition/ids.ts";
import { issueText } from "../definition/issue-text.ts";
import { upgradeDefinition } from "../definition/upgrades/upgrade-definition.ts";
import { factsOfKind } from "../kinds/facts-of.ts";
import { isInCircle } from "../kinds/ownership.ts";
import { parsePlainJson } from "../plain-json.ts";
import { innerKinds, type Place, placeOf } from "./file-places.ts";
import { appFileSchema, type RecordFile, recordFiles } from "./file-schemas.ts";
import type { DefinitionFiles } from "./to-files.ts";

/** A problem of a file, as a sentence for the person who edited it. */
export interface FileProblem {
  readonly file: string;
  readonly message: string;
}
export type FilesResult =
  | { readonly ok: true; readonly definition: AppDefinition }
  | { readonly ok: false; readonly problems: readonly FileProblem[] };

/** A record of an older format, which is judged once it is upgraded. */
const anyRecordSchema = z.looseObject({ kind: z.string(), id: recordIdSchema });

/**
 * Reads files that `toFiles` or a person wrote; files of an older format are upgraded. Reports every mistake of every
 * file.
 */
export function fromFiles(files: DefinitionFiles): FilesResult {
  const work = new Reading(files);
  const app = work.parse("app.json", appFileSchema);
  if (!files.has("app.json")) work.problem("app.json", "It is missing: it says the app's name and the format.");
  const isOld = app !== undefined && app.format < FORMAT_VERSION;
  for (const recordFile of recordFiles({ isOld })) work.readFile(recordFile);
  for (const record of work.parse("others.json", z.array(isOld ? anyRecordSchema : definitionRecordSchema)) ?? [])
    work.add("others.json", record as DefinitionRecord);
  work.reportUnread();
  if (work.problems.length > 0 || !app) return { ok: false, problems: work.problems };
  const { format, ...settings } = app;
  const upgraded = upgradeDefinition({ formatVersion: format, settings, records: Object.fromEntries(work.records) });
  if (!upgraded.ok) return { ok: false, problems: [{ file: "app.json", message: upgraded.message }] };
  const { definition } = upgraded;
  const inside = Object.values(definition.records).find((record) => isInCircle(record, (id) => definition.records[id]));
  if (!inside) return { ok: true, definition };
  const message = `The ${factsOfKind(inside.kind).noun} ${inside.id} is inside itself.`;
  return { ok: false, problems: [{ file: work.fileOf(inside.id), message }] };
}

class Reading {
  readonly problems: FileProblem[] = [];
  readonly records = new Map<string, DefinitionRecord>();
  readonly #files: DefinitionFiles;
  readonly #read = new Set<string>();
  readonly #fileOf = new Map<string, string>();

  constructor(files: DefinitionFiles) {
    this.#files = files;
  }

  problem(file: string, message: string): void {
    this.problems.push({ file, message });
  }

  /** The file that a record was read from. */
  fileOf(id: string): string {
    return this.#fileOf.get(id) ?? "app.json";
  }

  parse<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> | undefined {
    const text = this.#files.get(file);
    this.#read.add(file);
    if (text === undefined) return undefined;
    let json: unknown;
    try {
      json = parsePlainJson(text, "The file");
    } catch (error) {
      const { message, cause } = error as Error;
      this.problem(file, cause instanceof Error ? `It is not JSON: ${cause.message}` : message);
      return undefined;
    }
    const parsed = schema.safeParse(json, { error: issueText });
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      this.problem(
        file,
        issue.path.length === 0 ? issue.message : `${issue.path.map(String).join(".")}: ${issue.message}`,
      );
    }
    return undefined;
  }

  add(file: string, record: DefinitionRecord): void {
    const other = this.#fileOf.get(record.id);
    if (other !== undefined) {
      this.problem(
        file,
        `The id ${record.id} is ${other === file ? "there twice" : `in ${other} too`}. An id belongs to one record for ever.`,
      );
      return;
    }
    this.#fileOf.set(record.id, file);
    this.records.set(record.id, record);
  }

  /** Reads the file of a kind, or all files of its folder. */
  readFile({ kind, schema }: RecordFile): void {
    const place = placeOf(kind);
    if (place.place === "folder") {
      for (const file of this.#files.keys()) {
        const [folder, name, ...deeper] = file.split("/");
        const isOurs = folder === place.folder && name?.endsWith(".json") && deeper.length === 0;
        const entry = isOurs ? this.parse(file, schema) : undefined;
        if (entry !== undefined) this.#readEntry(entry, { file, kind });
      }
    } else if (place.place === "list") {
      const { file } = place;
      for (const entry of (this.parse(file, schema) as readonly unknown[] | undefined) ?? [])
        this.#readEntry(entry, { file, kind });
    }
  }

  /** Adds the record of an entry that fits its schema, and those inside it. */
  #readEntry(
    entry: unknown,
    at: { readonly file: string; readonly kind: RecordKind; readonly owners?: readonly string[] },
  ): void {
    const { file, kind, owners = [] } = at;
    const { owner } = factsOfKind(kind);
    const place = placeOf(kind);
    const properties: Record<string, unknown> = place.isIdOnly ? { id: entry } : { ...(entry as object) };
    const inside = innerKinds(kind).map((inner) => {
      const { [inner.key]: entries } = properties;
      delete properties[inner.key];
      return { kind: inner.kind, entries: entries as readonly unknown[] };
    });
    if (place.text) {
      const source = this.#readText(file, properties, place.text);
      delete properties.file;
      if (source === undefined) return;
      properties[place.text.property] = source;
    }
    const whole = owner?.within
      ? { kind, ...owner.within.fromFile(properties, owners) }
      : { kind, ...(owner ? { [owner.property]: owners.at(-1) } : {}), ...properties };
    this.add(file, whole as unknown as DefinitionRecord);
    for (const { kind: inner, entries } of inside)
      for (const one of entries)
        this.#readEntry(one, { file, kind: inner, owners: [...owners, String(properties.id)] });
  }

  #readText(
    list: string,
    entry: Readonly<Record<string, unknown>>,
    text: NonNullable<Place["text"]>,
  ): string | undefined {
    const name = text.name(entry);
    const path = typeof entry.file === "string" ? entry.file : `${text.folder}/${name}`;
    const source = this.#files.get(path);
    this.#read.add(path);
    if (source === undefined) this.problem(list, `The source of ${name} is not there: ${path}.`);
    return source;
  }

  reportUnread(): void {
    const texts = recordFiles().flatMap(({ kind, name }) => {
      const { text } = placeOf(kind);
      return text ? [{ folder: `${text.folder}/`, list: name }] : [];
    });
    for (const file of this.#files.keys()) {
      if (this.#read.has(file)) continue;
      const list = texts.find(({ folder }) => file.startsWith(folder))?.list;
      this.problem(file, list ? `It is not listed in ${list}.` : "It is no file of an app.");
    }
  }
}
