import type { AppDefinition, DefinitionRecord } from "../definition/app-definition.ts";
import type { RecordKind } from "../definition/id-prefixes.ts";
import { isEqualJson } from "../definition/json.ts";
import { byOrder } from "../definition/order-keys.ts";
import { orderOf } from "../definition/order-of.ts";
import { factsOfKind, recordKinds } from "../kinds/facts-of.ts";
import { ownedRecords } from "../kinds/ownership.ts";
import { innerKeys, innerKinds, placeOf } from "./file-places.ts";

/** Texts by path, with `/` between folders. */
export type DefinitionFiles = ReadonlyMap<string, string>;

/**
 * A definition as files that people read and version control compares: a file per model with its fields, choices,
 * rules and REST resource; one each for routes, groups and the list of templates; template sources as they are.
 * The same definition gives the same files, byte for byte, and `fromFiles` gives the definition back.
 *
 *   app.json  models/book.json  routes.json  groups.json  templates.json  templates/books/list.html
 */
export function toFiles(definition: AppDefinition): DefinitionFiles {
  const writing = new Writing(definition);
  const { files } = writing;
  files.set("app.json", printJson({ format: definition.formatVersion, ...definition.settings }));
  for (const kind of recordKinds()) writing.writeKind(kind);
  // Only a definition that was not made by edits can have records whose owner is missing; they are written too.
  const others = Object.values(definition.records).filter((record) => !writing.written.has(record.id));
  if (others.length > 0) files.set("others.json", printJson(others.sort((a, b) => (a.id < b.id ? -1 : 1))));
  return files;
}

class Writing {
  readonly files = new Map<string, string>();
  readonly written = new Set<string>();
  readonly #records: readonly DefinitionRecord[];
  readonly #owned: ReturnType<typeof ownedRecords>;

  constructor(definition: AppDefinition) {
    this.#records = Object.values(definition.records);
    this.#owned = ownedRecords(this.#records);
  }

  /** The file or files of a kind that is not inside another. */
  writeKind(kind: RecordKind): void {
    const place = placeOf(kind);
    if (place.place === "owner") return;
    const records = sorted(this.#records, kind);
    if (place.place === "folder") {
      for (const record of records) {
        const stem = `${place.folder}/${place.name(record)}`;
        this.files.set(
          freePath(this.files, { stem, id: record.id, extension: ".json" }),
          printJson(this.#entry(record)),
        );
      }
      return;
    }
    const entries = records.map((record) => this.#entry(record));
    if (entries.length > 0) this.files.set(place.file, printJson(entries));
  }

  /** A record as it is written, without what its place in the files says, and with what it owns inside. */
  #entry(record: DefinitionRecord): unknown {
    this.written.add(record.id);
    const { owner } = factsOfKind(record.kind);
    const place = placeOf(record.kind);
    if (place.isIdOnly) return record.id;
    const entry: Record<string, unknown> = owner?.within ? { ...owner.within.toFile({ ...record }) } : { ...record };
    delete entry.kind;
    if (owner && !owner.within) delete entry[owner.property];
    for (const [property, value] of Object.entries(place.defaults ?? {}))
      if (isEqualJson(entry[property], value)) delete entry[property];
    if (place.text) {
      const { property, folder, name } = place.text;
      const usual = `${folder}/${name(record)}`;
      const [, stem = "", extension = ""] = /^(.*)(\.[a-z]+)$/.exec(usual) ?? [];
      const path = freePath(this.files, { stem, id: record.id, extension });
      this.files.set(path, String(entry[property]));
      delete entry[property];
      if (path !== usual) entry.file = path;
    }
    for (const { kind, key, isKeyRequired } of innerKinds(record.kind)) {
      const entries = sorted(this.#owned.get(record.id) ?? [], kind).map((inner) => this.#entry(inner));
      if (entries.length > 0 || isKeyRequired) entry[key] = entries;
    }
    return entry;
  }
}

/** The records of a kind in the order of their file. */
function sorted(records: readonly DefinitionRecord[], kind: RecordKind): readonly DefinitionRecord[] {
  const place = placeOf(kind);
  const keyOf = (record: DefinitionRecord) => ({ id: record.id, order: orderOf(record) });
  const ofKind = records.filter((record) => record.kind === kind);
  return ofKind.sort((a, b) => (place.compare ? place.compare(a, b) : byOrder(keyOf(a), keyOf(b))));
}

/** File names that Windows keeps for itself, with whatever extension. */
const RESERVED = /(?:^|\/)(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** The usual path, or one with the id when a draft has the name twice (or the system would refuse it). */
function freePath(
  files: DefinitionFiles,
  { stem, id, extension }: { readonly stem: string; readonly id: string; readonly extension: string },
): string {
  const usual = `${stem}${extension}`;
  return files.has(usual) || RESERVED.test(stem) ? `${stem}.${id}${extension}` : usual;
}

const FIRST = ["format", "id", "name", "label", "pluralLabel", "help", "path", "type"];

/** Keys in a fixed order: identifying keys first, contained lists last, the others by name. */
function inOrder(value: unknown, last: readonly string[]): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item) => inOrder(item, last));
  const rank = (key: string): number =>
    FIRST.includes(key) ? FIRST.indexOf(key) : last.includes(key) ? 200 + last.indexOf(key) : 100;
  const entries = Object.entries(value).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, inOrder(item, last)]));
}

/** Two spaces, a line feed at the end, nothing that is undefined: what formatters leave alone. */
const printJson = (value: unknown): string => `${JSON.stringify(inOrder(value, ["order", ...innerKeys()]), null, 2)}\n`;
