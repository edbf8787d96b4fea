import * as z from "zod";
import type { DefinitionRecord } from "../../definition/app-definition.ts";
import type { FieldId, ModelId, RecordId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { recordSchemas } from "../../definition/record-schemas.ts";
import { UserError } from "../../errors.ts";
import { ownersFirst, ownersOf } from "../../kinds/ownership.ts";
import { parsePlainJson } from "../../plain-json.ts";
import { shapeRecord } from "../record-schemas.ts";

/**
 * Models, or fields of a model, as text for the clipboard: `{"quintet": "models", "records": [...]}`, owners first. It
 * can be pasted into another app. Rules and REST resources are left out, so that what is pasted is not public at first.
 */
export interface Copied {
  readonly quintet: "models" | "fields";
  readonly records: readonly DefinitionRecord[];
}

const MAX_LENGTH = 2_000_000;
const MAX_RECORDS = 5_000;
const LEFT_OUT: readonly string[] = ["rule", "apiResource"];

const copiedSchema = z.object({
  quintet: z.enum(["models", "fields"]),
  records: z.array(z.looseObject({ kind: z.string(), id: z.string() })).max(MAX_RECORDS),
});

export const copyModels = (reader: DefinitionReader, modelIds: Iterable<ModelId>): string =>
  copy(reader, "models", new Set(modelIds));

export const copyFields = (reader: DefinitionReader, fieldIds: Iterable<FieldId>): string =>
  copy(reader, "fields", new Set(fieldIds));

function copy(reader: DefinitionReader, what: Copied["quintet"], roots: ReadonlySet<RecordId>): string {
  const find = (id: RecordId) => reader.record(id);
  const records = Object.values(reader.definition.records).filter(
    (record) =>
      !LEFT_OUT.includes(record.kind) &&
      (roots.has(record.id) || [...ownersOf(record, find)].some((owner) => roots.has(owner))),
  );
  return JSON.stringify({ quintet: what, records: ownersFirst(records, find) } satisfies Copied);
}

/** What a text of the clipboard holds; undefined where it was not copied from models or fields, or was changed since. */
export function readCopied(text: string): Copied | undefined {
  if (text.length > MAX_LENGTH || !text.trimStart().startsWith("{")) return undefined;
  const parsed = copiedSchema.safeParse(parseJson(text));
  if (!parsed.success || parsed.data.records.length === 0) return undefined;
  const records: DefinitionRecord[] = [];
  for (const given of parsed.data.records) {
    if (!Object.hasOwn(recordSchemas, given.kind) || LEFT_OUT.includes(given.kind)) return undefined;
    const shaped = shapeRecord(given as unknown as DefinitionRecord);
    if (!shaped.ok) return undefined;
    records.push(shaped.value);
  }
  const isWhole = parsed.data.quintet === "fields" || records[0]?.kind === "model";
  return isWhole ? { quintet: parsed.data.quintet, records } : undefined;
}

function parseJson(text: string): unknown {
  try {
    return parsePlainJson(text);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return undefined;
  }
}
