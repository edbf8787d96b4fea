import type { FieldId } from "../../definition/ids.ts";
import type { JsonValue } from "../../definition/json.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { shorten } from "../describe-record.ts";
import { type EditCommand, update } from "./edit-command.ts";

/**
 * Whether empty text is a value of a field. A required one that has no default then begins as empty text, since every row
 * has a value; that default goes when empty text is no value any more.
 */
export function setEmptyText(
  reader: DefinitionReader,
  input: { readonly fieldId: FieldId; readonly isValue: boolean },
): EditCommand {
  const field = reader.field(input.fieldId);
  if (!field) return { label: "Change field", operations: [] };
  const { emptyText: _, ...rest } = field.type;
  const type = { ...rest, ...(input.isValue ? { emptyText: true } : {}) };
  const isBlank = field.default === "";
  const begins = input.isValue && field.required && field.default === undefined;
  return {
    label: `Empty text is ${input.isValue ? "" : "not "}a value of ${shorten(field.label)}`,
    operations: [
      update(field.id, {
        type: type as JsonValue,
        ...(begins ? { default: "" } : {}),
        ...(!input.isValue && isBlank ? { default: undefined } : {}),
      }),
    ],
  };
}
