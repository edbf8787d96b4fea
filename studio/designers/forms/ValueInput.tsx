import { useId } from "react";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FormFieldRecord } from "#engine/definition/records/form";
import { fieldTypeOf } from "#engine/field-types/registry";
import type { Problem } from "#engine/problem";
import { FieldRow } from "../../components/FieldRow.tsx";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import { CommittedText } from "../../draft-session/react/CommittedText.tsx";

interface Props {
  readonly reader: DefinitionReader;
  readonly field: FormFieldRecord;
  readonly label: string;
  readonly help: string;
  readonly value: string | undefined;
  readonly problems: readonly Problem[];
  /** Gives the sentence of a refusal. */
  readonly onSave: (value: string | undefined) => string | undefined;
}

/** A value that the form gives: chosen where there are few, else an expression. */
export function ValueInput({ reader, field, label, help, value, problems, onSave }: Props) {
  const id = useId();
  const options = optionsOf(reader, field);
  const isFormula = value !== undefined && !options.some(([source]) => source === value);
  if (options.length === 0 || isFormula)
    return (
      <CommittedText
        id={id}
        label={label}
        isCode
        help={`${help} A text in quotes, a number, user.name, request.time …`}
        value={value}
        problems={problems}
        onSave={(typed) => onSave(typed === "" ? undefined : typed)}
      />
    );
  return (
    <FieldRow label={label} htmlFor={id} help={help} problems={problems}>
      <PlainSelect
        id={id}
        value={value ?? ""}
        onChange={(event) => onSave(event.currentTarget.value === "" ? undefined : event.currentTarget.value)}
      >
        <option value="">–</option>
        {options.map(([source, text]) => (
          <option key={source} value={source}>
            {text}
          </option>
        ))}
      </PlainSelect>
    </FieldRow>
  );
}

/** The choices of the field, or yes and no, as expressions. */
function optionsOf(
  reader: DefinitionReader,
  { fieldId, own }: FormFieldRecord,
): readonly (readonly [string, string])[] {
  const field = fieldId && reader.field(fieldId);
  const type = field?.type ?? own?.type;
  if (!type) return [];
  if (fieldTypeOf(type)?.valueType(type).kind === "bool")
    return [
      ["true", "Yes"],
      ["false", "No"],
    ];
  const choices = field ? reader.choices(field.id) : (own?.choices ?? []);
  return choices.map(({ value, label }) => [JSON.stringify(value), label] as const);
}
