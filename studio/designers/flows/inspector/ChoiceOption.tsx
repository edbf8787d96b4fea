import { useId } from "react";
import { FieldRow } from "../../../components/FieldRow.tsx";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import type { OptionProps } from "./ExpressionOption.tsx";

/** An option that is one of a few. */
export function ChoiceOption(
  props: OptionProps & {
    readonly property: string;
    readonly label: string;
    readonly choices: readonly (readonly [value: string, label: string])[];
  },
) {
  const { step, property, label, choices, onChange } = props;
  const id = useId();
  return (
    <FieldRow label={label} htmlFor={id}>
      <PlainSelect
        id={id}
        value={String(step.type[property] ?? "")}
        onChange={(event) => onChange({ [property]: event.currentTarget.value })}
      >
        {choices.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </PlainSelect>
    </FieldRow>
  );
}
