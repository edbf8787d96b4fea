import { Select } from "@mantine/core";
import { useId } from "react";
import { FieldRow } from "../../components/FieldRow.tsx";
import type { OptionsProps } from "../field-editor.ts";

const kinds = [
  { value: "text", label: "Texts" },
  { value: "integer", label: "Whole numbers" },
];

/** What the items of a list are. */
export function ListOptions({ field, onChange }: OptionsProps) {
  const id = useId();
  return (
    <FieldRow label="Items" htmlFor={id} help="At most 100 in a row. A text has at most 200 characters.">
      <Select
        id={id}
        data={kinds}
        value={field.type.of === "integer" ? "integer" : "text"}
        allowDeselect={false}
        onChange={(of) => onChange({ ...field.type, of })}
      />
    </FieldRow>
  );
}
