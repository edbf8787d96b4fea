import type { ModelId } from "./ids.ts";
import { type FieldRecord, pointsTo } from "./records/field.ts";
import type { ModelRecord } from "./records/model.ts";

/**
 * What leads from a row to the rows that belong to it: the reviews of a film, the passport of a person. Queries, rules,
 * REST and templates all mean it by its one name.
 */
export interface Collection {
  /** Unique among the fields and collections of its owner. */
  readonly name: string;
  /** `single`: the relation is unique, so there is at most one row. */
  readonly kind: "reverse" | "single";
  /** The model whose rows have it. */
  readonly owner: ModelRecord;
  /** The model whose rows are in it. */
  readonly target: ModelRecord;
  /** The target's relation to the owner. */
  readonly via: FieldRecord;
}

interface Reading {
  model(id: ModelId): ModelRecord | undefined;
  fields(modelId: ModelId): readonly FieldRecord[];
  relationsTo(modelId: ModelId): readonly FieldRecord[];
}

/** The name that a relation's target has for the rows that point to it. */
export const reverseNameOf = (field: Pick<FieldRecord, "type">): string | undefined =>
  pointsTo(field) !== undefined && typeof field.type.reverseName === "string" ? field.type.reverseName : undefined;

/**
 * The collections of a model, in the order of the relations that make them. A draft may use one name twice: then a field
 * comes before a collection, and the first collection before the others (checks report it, RELATION_E003).
 */
export function collectionsOf(reader: Reading, owner: ModelRecord): readonly Collection[] {
  const taken = new Set(["id", ...reader.fields(owner.id).map((field) => field.name)]);
  const collections: Collection[] = [];
  for (const via of reader.relationsTo(owner.id)) {
    const name = reverseNameOf(via);
    const target = reader.model(via.modelId);
    if (name === undefined || target === undefined || taken.has(name)) continue;
    taken.add(name);
    collections.push({ name, kind: via.unique ? "single" : "reverse", owner, target, via });
  }
  return collections;
}

/** Whether it can hold more than one row. */
export const holdsMany = (collection: Collection): boolean => collection.kind !== "single";
