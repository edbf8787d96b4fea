import type { ModelId } from "../definition/ids.ts";
import { canonicalJson } from "../definition/json.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { pointsTo } from "../definition/records/field.ts";
import { shortHash } from "../short-hash.ts";

/**
 * The key of a model's unit: a hash of every record that its statements can depend on. Those are its own and those of
 * every model that relations connect it with, in either direction: rules and expansions walk outwards, deletes walk
 * inwards. Two definitions that agree on them compile to the same unit.
 */
export function unitKeys(reader: DefinitionReader, schemaName: string): ReadonlyMap<ModelId, string> {
  const group = new Map<ModelId, ModelId>();
  const rootOf = (id: ModelId): ModelId => {
    let root = id;
    while (group.get(root) !== root) root = group.get(root) ?? root;
    group.set(id, root);
    return root;
  };
  for (const model of reader.models) group.set(model.id, model.id);
  for (const model of reader.models) {
    for (const field of reader.fields(model.id)) {
      if (pointsTo(field) === undefined) continue;
      const target = field.type.targetModelId as ModelId;
      if (group.has(target)) group.set(rootOf(model.id), rootOf(target));
    }
  }
  const records = new Map<ModelId, string>();
  for (const model of reader.models) {
    const fields = reader.fields(model.id);
    const own = [
      model,
      ...fields,
      ...fields.flatMap((field) => reader.choices(field.id)),
      ...[...reader.rules(model.id)].sort((a, b) => (a.id < b.id ? -1 : 1)),
      reader.isApiOpen(model.id),
    ];
    const root = rootOf(model.id);
    records.set(root, `${records.get(root) ?? ""}${shortHash(canonicalJson(own))}`);
  }
  return new Map(
    reader.models.map((model) => [
      model.id,
      `${model.id}.${shortHash(`${schemaName} ${records.get(rootOf(model.id)) ?? ""}`)}`,
    ]),
  );
}
