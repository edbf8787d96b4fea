import { Select } from "@mantine/core";
import { currencyCodes } from "#engine/field-types/currencies";

const names = new Intl.DisplayNames("en", { type: "currency" });
const options = currencyCodes.map((code) => ({ value: code, label: `${code}, ${names.of(code) ?? code}` }));

/** One currency of ISO 4217, found by its code or its name. */
export function CurrencySelect(props: {
  readonly id?: string;
  readonly value: unknown;
  readonly onChange: (currency: string) => void;
}) {
  return (
    <Select
      {...(props.id ? { id: props.id } : { "aria-label": "Currency" })}
      searchable
      allowDeselect={false}
      maxDropdownHeight={260}
      limit={60}
      data={options}
      value={typeof props.value === "string" ? props.value : null}
      onChange={(chosen) => chosen && props.onChange(chosen)}
    />
  );
}
