import { NumberInput } from "@mantine/core";
import { useState } from "react";

/** A whole number between two others, saved when one leaves it. What is not one is put back. */
export function CountInput(props: {
  readonly label: string;
  readonly description?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onCommit: (value: number) => void;
}) {
  const { label, description, value, min, max, onCommit } = props;
  const [typed, setTyped] = useState<number | string>(value);
  return (
    <NumberInput
      label={label}
      {...(description === undefined ? {} : { description })}
      min={min}
      max={max}
      allowDecimal={false}
      value={typed}
      onChange={setTyped}
      onBlur={() => {
        if (typeof typed === "number" && typed >= min && typed <= max && typed !== value) onCommit(typed);
        else setTyped(value);
      }}
    />
  );
}
