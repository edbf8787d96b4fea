import { Select } from "@mantine/core";
import { useId, useMemo } from "react";
import { callingCode, callingCountries } from "#engine/field-types/calling-codes";
import { FieldRow } from "../../components/FieldRow.tsx";
import type { OptionsProps } from "../field-editor.ts";
import { withOption } from "./with-option.ts";

/** The country of numbers that are written without a calling code. */
export function CountryOptions({ field, onChange }: OptionsProps) {
  const id = useId();
  const countries = useMemo(countriesByName, []);
  const choose = (country: string | null) => onChange(withOption(field.type, "country", country ?? undefined));
  return (
    <FieldRow
      label="Country"
      htmlFor={id}
      help="Numbers without a calling code are of this country. Without one, each number needs its calling code."
    >
      <Select
        id={id}
        data={countries}
        value={typeof field.type.country === "string" ? field.type.country : null}
        placeholder="None"
        searchable
        clearable
        clearButtonProps={{ "aria-label": "No country" }}
        onChange={choose}
      />
    </FieldRow>
  );
}

function countriesByName() {
  const names = new Intl.DisplayNames("en", { type: "region" });
  return callingCountries
    .map((country) => ({ value: country, label: `${names.of(country) ?? country} (+${callingCode(country)})` }))
    .sort((a, b) => a.label.localeCompare(b.label, "en"));
}
