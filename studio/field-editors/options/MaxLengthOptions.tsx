import { NumberInput } from "@mantine/core";
import { useId } from "react";
import { FieldRow } from "../../components/FieldRow.tsx";
import { useCommitted } from "../../draft-session/react/use-committed.ts";
import type { OptionsProps } from "../field-editor.ts";

export function MaxLengthOptions({ field, onChange }: OptionsProps) {
  const id = useId();
  const stored = typeof field.type.maxLength === "number" ? field.type.maxLength : 200;
  const input = useCommitted(stored, (maxLength) => onChange({ ...field.type, maxLength }));
  return (
    <FieldRow label="At most, characters" htmlFor={id}>
      <NumberInput
        id={id}
        min={1}
        max={10_000}
        allowDecimal={false}
        clampBehavior="blur"
        value={input.value}
        onChange={(value) => typeof value === "number" && input.set(value)}
        onBlur={input.commit}
        onKeyDown={(event) => event.key === "Enter" && input.commit()}
      />
    </FieldRow>
  );
}
