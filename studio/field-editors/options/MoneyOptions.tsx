import { useId } from "react";
import { FieldRow } from "../../components/FieldRow.tsx";
import type { OptionsProps } from "../field-editor.ts";
import { CurrencySelect } from "./CurrencySelect.tsx";
import { NumberOptions } from "./NumberOptions.tsx";

/** The currency of all amounts of a field, and their limits. */
export function MoneyOptions(props: OptionsProps) {
  const id = useId();
  const { field, onChange } = props;
  return (
    <>
      <FieldRow label="Currency" htmlFor={id} help="Of all rows. Another currency leaves the amounts as they are.">
        <CurrencySelect
          id={id}
          value={field.type.currency}
          onChange={(currency) => onChange({ ...field.type, currency })}
        />
      </FieldRow>
      <NumberOptions {...props} />
    </>
  );
}
