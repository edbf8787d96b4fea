import type { FieldId, ModelId } from "./ids.ts";
import { type FieldRecord, pointsTo } from "./records/field.ts";
import type { ModelRecord } from "./records/model.ts";

/**
 * What leads from a row to the rows that belong to it: the reviews of a film, the passport of a person. Queries, rules,
 * REST and templates all mean it by its one name.
 */
export interface Collection {
  /** Unique among the fields and collections of its owner. */
  readonly name: string;
  /**
   * `reverse`: the rows that point to the owner. `single`: the same of a unique relation, so at most one. `linked`: the rows
   * at the other end of a link.
   */
  readonly kind: "reverse" | "single" | "linked";
  /** The model whose rows have it. */
  readonly owner: ModelRecord;
  /** The model whose rows are in it. */
  readonly target: ModelRecord;
  /** The relation to the owner: the target's, or that of the link between them. */
  readonly via: FieldRecord;
  /** The model whose rows link owner and target, and its relation to the target. */
  readonly link?: { readonly model: ModelRecord; readonly far: FieldRecord };
}

/** A collection that a link makes. */
export type LinkedCollection = Collection & Required<Pick<Collection, "link">>;

export const isLinked = (collection: Collection): collection is LinkedCollection => collection.link !== undefined;

interface Reading {
  model(id: ModelId): ModelRecord | undefined;
  field(id: FieldId): FieldRecord | undefined;
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
  const add = (collection: Collection | undefined): void => {
    if (!collection || taken.has(collection.name)) return;
    taken.add(collection.name);
    collections.push(collection);
  };
  for (const via of reader.relationsTo(owner.id)) {
    const name = reverseNameOf(via);
    const from = reader.model(via.modelId);
    if (!from) continue;
    if (name !== undefined) add({ name, kind: via.unique ? "single" : "reverse", owner, target: from, via });
    add(linkedCollection(reader, { owner, via, model: from }));
  }
  return collections;
}

/** The collection that a link makes at one of its ends. */
function linkedCollection(
  reader: Reading,
  { owner, via, model }: { readonly owner: ModelRecord; readonly via: FieldRecord; readonly model: ModelRecord },
): Collection | undefined {
  const side = model.link?.fields.indexOf(via.id) ?? -1;
  const name = model.link?.names[side];
  const far = model.link && reader.field(model.link.fields[1 - side] as FieldId);
  const targetId = far?.modelId === model.id ? pointsTo(far) : undefined;
  const target = targetId && reader.model(targetId);
  return name && far && target ? { name, kind: "linked", owner, target, via, link: { model, far } } : undefined;
}

/** Whether it can hold more than one row. */
export const holdsMany = (collection: Collection): boolean => collection.kind !== "single";

/** Whether its rows belong to the owner, as lines to their order: they go when it does, and are written with it. */
export const isOwned = ({ kind, via }: Collection): boolean => kind === "reverse" && via.type.onDelete === "cascade";
