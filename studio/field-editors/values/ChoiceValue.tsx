import { Select } from "@mantine/core";
import type { ValueProps } from "../field-editor.ts";

export function ChoiceValue({
  id,
  label,
  value,
  context,
  onChange,
  placeholder = "None",
  autoFocus = false,
  isDisabled = false,
}: ValueProps) {
  return (
    <Select
      {...(id ? { id } : {})}
      {...(label ? { "aria-label": label } : {})}
      data={context.choices.map((choice) => ({ value: choice.value, label: choice.label }))}
      value={typeof value === "string" ? value : null}
      placeholder={context.choices.length === 0 ? "No choices yet" : placeholder}
      searchable={context.choices.length > 7}
      clearable
      clearButtonProps={{ "aria-label": "Empty" }}
      autoFocus={autoFocus}
      disabled={isDisabled}
      onChange={(chosen) => onChange(chosen)}
    />
  );
}
