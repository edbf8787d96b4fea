import type { AppId } from "#contract/platform-ids";
import type { RecordId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";

/**
 * The address of a record in the studio: where "go there" goes, and what search finds. `property` says which input of
 * the inspector is meant, `at` the offset in a source.
 */
export function placeOfRecord(input: {
  readonly reader: DefinitionReader;
  readonly appId: AppId;
  readonly recordId: RecordId | undefined;
  readonly property?: string | undefined;
  readonly at?: number | undefined;
}): string {
  const { reader, recordId } = input;
  const app = `/apps/${input.appId}`;
  const query = (parts: Readonly<Record<string, string | number | undefined>>): string => {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(parts)) if (value !== undefined) search.set(name, String(value));
    const text = search.toString();
    return text === "" ? "" : `?${text}`;
  };
  const record = recordId && reader.record(recordId);
  if (!record) return `${app}/settings`;
  const { property, at } = input;
  switch (record.kind) {
    case "model":
      return `${app}/models/${record.id}${query({ property })}`;
    case "field":
      return `${app}/models/${record.modelId}${query({ field: record.id, property })}`;
    case "choice": {
      const field = reader.field(record.fieldId);
      return field
        ? `${app}/models/${field.modelId}${query({ field: field.id, property: "choices" })}`
        : `${app}/models`;
    }
    case "rule":
      return `${app}/models/${record.modelId}${query({ property: `rule.${record.action}` })}`;
    case "apiResource":
      return `${app}/models/${record.modelId}${query({ property: "api" })}`;
    case "route":
      return `${app}/routes${query({ route: record.id, property })}`;
    case "template":
      return `${app}/templates/${record.id}${query({ at })}`;
    case "group":
      return `${app}/api${query({ group: record.id })}`;
  }
}
