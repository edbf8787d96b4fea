import { TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { fieldTypeOf } from "#engine/field-types/registry";
import { cellText, isNumeric, readCell } from "../../values/cell-text.ts";
import type { ValueProps } from "../field-editor.ts";

/**
 * Text that becomes a value when one leaves the input or presses Enter. What the type refuses stays in the input, in
 * red, with the sentence; the value is then left as it was. Escape brings the value back.
 */
export function TextValue({
  id,
  label,
  field,
  value,
  context,
  onChange,
  placeholder,
  autoFocus = false,
  isDisabled = false,
}: ValueProps) {
  const written = cellText(value, field, context);
  const input = fieldTypeOf(field.type)?.input;
  const [text, setText] = useState(written);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    setText(written);
    setProblem(undefined);
  }, [written]);
  const commit = () => {
    if (text === written) return setProblem(undefined);
    // Emptying is always allowed here: whether a value is needed is the owner's question.
    const reading = readCell(text, { ...field, required: false }, context);
    if (!reading.ok) return setProblem(reading.message);
    setProblem(undefined);
    onChange(reading.value);
  };
  return (
    <TextInput
      {...(id ? { id } : {})}
      {...(label ? { "aria-label": label } : {})}
      value={text}
      error={problem}
      placeholder={placeholder ?? input?.placeholder ?? ""}
      inputMode={input?.keyboard ?? "text"}
      autoFocus={autoFocus}
      disabled={isDisabled}
      classNames={isNumeric(field) ? { input: "tabular" } : {}}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
        if (event.key === "Escape" && text !== written) {
          event.stopPropagation();
          setText(written);
          setProblem(undefined);
        }
      }}
    />
  );
}
