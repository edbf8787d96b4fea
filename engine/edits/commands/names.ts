import { identifierFromLabel, uniqueIdentifier } from "../../definition/identifiers.ts";
import type { FieldId, ModelId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";

/** A model's name from its label, different from every other model's. */
export const modelNameFor = (reader: DefinitionReader, label: string, except?: ModelId): string =>
  uniqueIdentifier({
    label,
    fallback: "model",
    taken: new Set(reader.models.filter(({ id }) => id !== except).map(({ name }) => name)),
  });

/** A field's name from its label, different from every other field of the model. */
export const fieldNameFor = (reader: DefinitionReader, modelId: ModelId, label: string, except?: FieldId): string =>
  uniqueIdentifier({
    label,
    fallback: "field",
    taken: new Set(
      reader
        .fields(modelId)
        .filter(({ id }) => id !== except)
        .map(({ name }) => name),
    ),
  });

export const routeNameFor = (reader: DefinitionReader, name: string, taken: Iterable<string> = []): string =>
  uniqueIdentifier({
    label: name,
    fallback: "route",
    taken: new Set([...reader.routes.map((route) => route.name), ...taken]),
  });

export const queryNameFor = (reader: DefinitionReader, label: string): string =>
  uniqueIdentifier({ label, fallback: "query", taken: new Set(reader.ofKind("query").map(({ name }) => name)) });

export const mailNameFor = (reader: DefinitionReader, label: string): string =>
  uniqueIdentifier({ label, fallback: "mail", taken: new Set(reader.ofKind("mailTemplate").map(({ name }) => name)) });

export const formNameFor = (reader: DefinitionReader, name: string): string =>
  uniqueIdentifier({ label: name, fallback: "form", taken: new Set(reader.forms.map((form) => form.name)) });

/**
 * Whether a name is the one derived from its label (possibly with a number at the end), so that it may change with the
 * label.
 */
export function followsLabel(name: string, label: string, fallback: string): boolean {
  const base = identifierFromLabel(label, fallback);
  return name === base || (name.startsWith(`${base}_`) && /^\d+$/.test(name.slice(base.length + 1)));
}
