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
  // In a draft two choices may have one value until that is mended; Mantine stops at the second.
  const offered = context.choices.filter((choice) => !choice.retired || choice.value === value);
  const options = [...new Map(offered.map((choice) => [choice.value, choice.label]))].map(([each, shown]) => ({
    value: each,
    label: shown,
  }));
  return (
    <Select
      {...(id ? { id } : {})}
      {...(label ? { "aria-label": label } : {})}
      data={options}
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
