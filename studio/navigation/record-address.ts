import type { AppId } from "#contract/platform-ids";
import type { DefinitionRecord } from "#engine/definition/app-definition";
import type { RecordId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { askByKind, type ByKind } from "#engine/kinds/by-kind";
import { ownersOf } from "#engine/kinds/ownership";

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
  const record = input.recordId && input.reader.record(input.recordId);
  return `/apps/${input.appId}/${record ? addressOf(record, input) : "settings"}`;
}

/** A kind without an address of its own is edited where its nearest owner with one is. */
function addressOf(record: DefinitionRecord, target: Target): string {
  const own = askByKind(addresses, record, target);
  if (own !== undefined) return own;
  const { reader } = target;
  const find = (id: RecordId) => reader.record(id);
  const ofOwners = [...ownersOf(record, find)].map((id) => {
    const owner = find(id);
    return owner && askByKind(addresses, owner, { reader });
  });
  return ofOwners.find((address) => address !== undefined) ?? "settings";
}

interface Target {
  readonly reader: DefinitionReader;
  readonly property?: string | undefined;
  readonly at?: number | undefined;
}

const addresses: ByKind<[Target], string> = {
  model: ({ id }, { property }) => `models/${id}${query({ property })}`,
  field: ({ id, modelId }, { property }) => `models/${modelId}${query({ field: id, property })}`,
  choice: ({ fieldId }, { reader }) => {
    const field = reader.field(fieldId);
    return field ? `models/${field.modelId}${query({ field: field.id, property: "choices" })}` : "models";
  },
  constraint: ({ id, modelId }) => `models/${modelId}${query({ property: id })}`,
  validation: ({ id, modelId }) => `models/${modelId}${query({ property: id })}`,
  // The inspector of a model knows the rule for everyone alone.
  rule: ({ id, modelId, action, who }) =>
    who === undefined ? `models/${modelId}${query({ property: `rule.${action}` })}` : `access${query({ rule: id })}`,
  fieldRule: ({ id }) => `access${query({ rule: id })}`,
  apiResource: ({ modelId }) => `models/${modelId}${query({ property: "api" })}`,
  form: ({ id }, { property }) => `forms/${id}${query({ property })}`,
  formLines: ({ id, formId }, { property }) => `forms/${formId}${query({ lines: id, property })}`,
  formField: ({ id, formId }, { property }) => `forms/${formId}${query({ field: id, property })}`,
  flow: ({ id }, { property }) => `flows/${id}${query({ property })}`,
  step: ({ id, flowId }, { property }) => `flows/${flowId}${query({ step: id, property })}`,
  routeGroup: ({ id }, { property }) => `routes${query({ group: id, property })}`,
  route: ({ id }, { property }) => `routes${query({ route: id, property })}`,
  template: ({ id }, { at }) => `pages/${id}${query({ at })}`,
  // Where the first page shows it: its inspector changes it.
  query: ({ name }, { reader }) => {
    const shown = reader.templates.find(({ source }) => source.includes(`query "${name}"`));
    return shown ? `pages/${shown.id}` : "pages";
  },
  mailTemplate: ({ id }) => `mail${query({ mail: id })}`,
  group: ({ id }) => `api${query({ group: id })}`,
};

function query(parts: Readonly<Record<string, string | number | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}
