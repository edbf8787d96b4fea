import { useId } from "react";
import { FieldRow } from "../../../components/FieldRow.tsx";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import { useReader } from "../../../draft-session/react/use-draft.ts";
import type { OptionProps } from "./ExpressionOption.tsx";

/** The model whose rows the step reads or writes. */
export function ModelOption({ step, onChange }: OptionProps) {
  const reader = useReader();
  const id = useId();
  const { modelId } = step.type;
  return (
    <FieldRow label="Model" htmlFor={id}>
      <PlainSelect
        id={id}
        value={typeof modelId === "string" ? modelId : ""}
        onChange={(event) => onChange({ modelId: event.currentTarget.value })}
      >
        {reader.models.map((model) => (
          <option key={model.id} value={model.id}>
            {model.label}
          </option>
        ))}
      </PlainSelect>
    </FieldRow>
  );
}
