import { useId } from "react";
import { CommittedText } from "../../../draft-session/react/CommittedText.tsx";
import type { OptionProps } from "./ExpressionOption.tsx";

/** An option that is a whole number. */
export function NumberOption(
  props: OptionProps & {
    readonly property: string;
    readonly label: string;
    readonly min?: number;
    readonly max: number;
  },
) {
  const { step, property, label, min = 1, max, onChange } = props;
  const id = useId();
  const value = step.type[property];
  const save = (typed: string) => {
    const number = Number(typed);
    if (!Number.isInteger(number) || number < min || number > max) return `A whole number from ${min} to ${max}.`;
    return onChange({ [property]: number });
  };
  return <CommittedText id={id} label={label} value={typeof value === "number" ? String(value) : ""} onSave={save} />;
}
