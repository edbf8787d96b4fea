import { useId } from "react";
import { CommittedText } from "../../../draft-session/react/CommittedText.tsx";
import type { OptionProps } from "./ExpressionOption.tsx";

/** An option that is a text for people. */
export function TextOption(props: OptionProps & { readonly property: string; readonly label: string }) {
  const { step, property, label, onChange } = props;
  const id = useId();
  const value = step.type[property];
  return (
    <CommittedText
      id={id}
      label={label}
      isLong
      value={typeof value === "string" ? value : ""}
      onSave={(typed) => onChange({ [property]: typed })}
    />
  );
}
