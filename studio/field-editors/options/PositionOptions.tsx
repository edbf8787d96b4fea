import { Select } from "@mantine/core";
import { useId } from "react";
import { canScope } from "#engine/field-types/position-scope";
import { FieldRow } from "../../components/FieldRow.tsx";
import type { OptionsProps } from "../field-editor.ts";
import { withOption } from "./with-option.ts";

/** Which rows are one list in an order by hand: all, or those that have the same value of a field. */
export function PositionOptions({ field, reader, onChange }: OptionsProps) {
  const id = useId();
  const scopes = reader.fields(field.modelId).filter((other) => other.id !== field.id && canScope(other));
  return (
    <FieldRow
      label="One order for each"
      htmlFor={id}
      help="Rows with the same value here are one list. Without a field all rows are."
    >
      <Select
        id={id}
        data={scopes.map((scope) => ({ value: scope.id, label: scope.label }))}
        value={typeof field.type.scopeFieldId === "string" ? field.type.scopeFieldId : null}
        placeholder="All rows in one order"
        clearable
        clearButtonProps={{ "aria-label": "All rows in one order" }}
        onChange={(scope) => onChange(withOption(field.type, "scopeFieldId", scope ?? undefined))}
      />
    </FieldRow>
  );
}
