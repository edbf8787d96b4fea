import type { LooseFieldType } from "../definition/records/field.ts";
import { type AnyFieldType, fieldTypes } from "../field-types/registry.ts";

/** A field type that tells its values from all others by how they are written, so that a column can be proposed as it. */
export interface RecognizedType {
  readonly initial: LooseFieldType;
  readonly plural: string;
  readonly recognizes: (text: string) => boolean;
}

export const recognizedTypes: readonly RecognizedType[] = (
  Object.values(fieldTypes) as unknown as readonly AnyFieldType[]
).flatMap((type) =>
  type.import?.recognizes === undefined
    ? []
    : [{ initial: type.initial, plural: type.import.plural ?? type.label, recognizes: type.import.recognizes }],
);
