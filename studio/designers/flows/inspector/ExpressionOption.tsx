import { useId } from "react";
import type { JsonValue } from "#engine/definition/json";
import type { StepRecord } from "#engine/definition/records/flow";
import { CommittedText } from "../../../draft-session/react/CommittedText.tsx";

export interface OptionProps {
  readonly step: StepRecord;
  /** Gives the sentence of a refusal. */
  readonly onChange: (change: Readonly<Record<string, JsonValue | undefined>>) => string | undefined;
}

/** An option that is an expression; an empty one is left out. */
export function ExpressionOption(
  props: OptionProps & {
    readonly property: string;
    readonly label: string;
    readonly help?: string;
  },
) {
  const { step, property, label, help, onChange } = props;
  const id = useId();
  const value = step.type[property];
  return (
    <CommittedText
      id={id}
      label={label}
      isCode
      isLong
      help={help}
      value={typeof value === "string" ? value : ""}
      onSave={(typed) => onChange({ [property]: typed === "" ? undefined : typed })}
    />
  );
}
