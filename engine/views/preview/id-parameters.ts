import type { ModelId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { relationTarget } from "../../query/query-scope.ts";
import type { QueryParameters } from "../../rest/query-string.ts";

/**
 * The parameters of a list with ids in place of the names of fields, because the live release may use other names:
 * `genre=drama&ordering=-year` → `fld_…=drama&ordering=-fld_…`.
 */
export function idParameters(
  reader: DefinitionReader,
  modelId: ModelId,
  { names, values }: QueryParameters,
): readonly (readonly [string, string])[] {
  return names.map((name, index): readonly [string, string] => {
    const value = values[index] ?? "";
    if (name === "ordering") {
      const terms = value.split(",").map((term) => {
        const [, minus = "", field = ""] = /^(-?)(.*)$/s.exec(term) ?? [];
        return minus + idPath(reader, modelId, field);
      });
      return [name, terms.join(",")];
    }
    const isNegated = name.endsWith("!");
    const path = idPath(reader, modelId, isNegated ? name.slice(0, -1) : name);
    return [isNegated ? `${path}!` : path, value];
  });
}

/** `author__name__icontains` by ids, as far as its parts are fields. */
function idPath(reader: DefinitionReader, modelId: ModelId, path: string): string {
  let model: ModelRecord | undefined = reader.model(modelId);
  return path
    .split("__")
    .map((part) => {
      const field = model && reader.fields(model.id).find(({ name }) => name === part);
      model = field && relationTarget(reader, field);
      return field?.id ?? part;
    })
    .join("__");
}
