import { SegmentedControl } from "@mantine/core";
import type { ValueProps } from "../field-editor.ts";

/** Yes, no, or nothing yet: three states, so not a switch. A field that needs a value has two. */
export function BooleanValue({ id, label, field, value, onChange, isDisabled = false }: ValueProps) {
  const shown = value === true ? "yes" : value === false ? "no" : "none";
  return (
    <SegmentedControl
      {...(id ? { id } : {})}
      aria-label={label ?? field.label}
      size="xs"
      fullWidth
      disabled={isDisabled}
      value={shown}
      data={[
        { value: "yes", label: "Yes" },
        { value: "no", label: "No" },
        ...(field.required && shown !== "none" ? [] : [{ value: "none", label: "Empty" }]),
      ]}
      onChange={(chosen) => onChange(chosen === "none" ? null : chosen === "yes")}
    />
  );
}
