import { NumberInput } from "@mantine/core";
import { useId } from "react";
import { FieldRow } from "../../components/FieldRow.tsx";
import { useCommitted } from "../../draft-session/react/use-committed.ts";
import type { OptionsProps } from "../field-editor.ts";
import { NumberOptions } from "./NumberOptions.tsx";
import classes from "./options.module.css";

/** Two decimals of a price: `12` digits in all, `2` of them after the point. */
export function DecimalOptions(props: OptionsProps) {
  return (
    <>
      <DigitsOptions {...props} />
      <NumberOptions {...props} />
    </>
  );
}

function DigitsOptions({ field, onChange }: OptionsProps) {
  const digitsId = useId();
  const scaleId = useId();
  const { digits, scale } = field.type as unknown as { digits: number; scale: number };
  const save = (change: { digits?: number; scale?: number }) => {
    const next = { digits, scale, ...change };
    onChange({ ...field.type, digits: Math.max(next.digits, next.scale), scale: next.scale });
  };
  const digitsInput = useCommitted(digits, (value) => save({ digits: value }));
  const scaleInput = useCommitted(scale, (value) => save({ scale: value }));
  const example = `${"9".repeat(Math.min(Math.max(digits - scale, 1), 9))}${scale > 0 ? `.${"9".repeat(Math.min(scale, 9))}` : ""}`;
  return (
    <FieldRow
      label="Digits"
      help={<>The largest is {digits > 18 ? "very large" : <span className="tabular">{example}</span>}.</>}
    >
      <div className={classes.pair}>
        <NumberInput
          id={digitsId}
          label="In all"
          min={1}
          max={100}
          allowDecimal={false}
          clampBehavior="blur"
          value={digitsInput.value}
          onChange={(value) => typeof value === "number" && digitsInput.set(value)}
          onBlur={digitsInput.commit}
        />
        <NumberInput
          id={scaleId}
          label="After the point"
          min={0}
          max={50}
          allowDecimal={false}
          clampBehavior="blur"
          value={scaleInput.value}
          onChange={(value) => typeof value === "number" && scaleInput.set(value)}
          onBlur={scaleInput.commit}
        />
      </div>
    </FieldRow>
  );
}
