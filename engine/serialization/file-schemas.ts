import * as z from "zod";
import type { RecordKind } from "../definition/id-prefixes.ts";
import { recordSchemas } from "../definition/record-schemas.ts";
import { looseViewSchema } from "../definition/records/route.ts";
import { factsOfKind, recordKinds } from "../kinds/facts-of.ts";
import { viewSchema } from "../view-types/registry.ts";
import { innerKinds, placeOf } from "./file-places.ts";

export const appFileSchema = z.looseObject({ format: z.int().min(1) });

/** A file, or a folder of files, that records of a kind are in. */
export interface RecordFile {
  readonly kind: RecordKind;
  /** `routes.json`, or `models/*.json` for one file a record. */
  readonly name: string;
  readonly schema: z.ZodType;
}

/** For an older format only the nesting is known: its properties are checked once they are upgraded. */
export interface Reading {
  readonly isOld: boolean;
}

/** The files of an app besides `app.json` and the sources of templates. */
export const recordFiles = (reading: Reading = { isOld: false }): readonly RecordFile[] =>
  recordKinds().flatMap((kind): RecordFile[] => {
    const place = placeOf(kind);
    if (place.place === "folder") return [{ kind, name: `${place.folder}/*.json`, schema: entrySchema(kind, reading) }];
    return place.place === "list" ? [{ kind, name: place.file, schema: z.array(entrySchema(kind, reading)) }] : [];
  });

/**
 * One record in a file: its properties but for what its place says (kind and owner), what is a file of its own, and
 * with what it owns inside. `open` are the kinds that this entry is inside of, for those that own each other.
 */
function entrySchema(
  kind: RecordKind,
  reading: Reading,
  open: ReadonlyMap<RecordKind, z.ZodType> = new Map(),
): z.ZodType {
  const { owner } = factsOfKind(kind);
  const place = placeOf(kind);
  const shape = recordSchemas[kind].shape as Readonly<Record<string, z.ZodType>>;
  if (place.isIdOnly) return shape.id as z.ZodType;
  const ofOwner: readonly (string | undefined)[] = owner?.within?.leftOut ?? [owner?.property];
  const left = new Set(["kind", ...ofOwner, place.text?.property]);
  const known = Object.entries(shape).filter(
    ([property]) => !left.has(property) && (!reading.isOld || property === "id"),
  );
  const properties = Object.fromEntries(known.map(([property, schema]) => [property, judged(schema)]));
  for (const [property, value] of Object.entries(place.defaults ?? {})) {
    const schema = reading.isOld ? z.unknown() : (shape[property] as z.ZodType);
    properties[property] = schema.default(value as never);
  }
  const self: z.ZodType = z.lazy(() => entry);
  const inside = new Map([...open, [kind, self]]);
  for (const inner of innerKinds(kind)) {
    const list = z.array(inside.get(inner.kind) ?? entrySchema(inner.kind, reading, inside));
    properties[inner.key] = inner.isKeyRequired ? list : list.default([]);
  }
  if (place.text) properties.file = z.string().max(300).optional();
  const entry: z.ZodType = reading.isOld ? z.looseObject(properties) : z.strictObject(properties);
  return entry;
}

/** A view's options are checked here, so that the problem names the file. */
const judged = (schema: z.ZodType): z.ZodType => (schema === looseViewSchema ? viewSchema : schema);
