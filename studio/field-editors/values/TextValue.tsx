import { TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { cellText, isNumeric, readCell } from "../../values/cell-text.ts";
import type { ValueProps } from "../field-editor.ts";

const inputMode = (type: string) =>
  type === "integer" || type === "big_integer"
    ? "numeric"
    : type === "decimal" || type === "float"
      ? "decimal"
      : type === "email"
        ? "email"
        : type === "link"
          ? "url"
          : "text";

const example: Readonly<Record<string, string>> = {
  date: "2026-11-22",
  time: "14:30",
  date_time: "2026-11-22 14:30",
  duration: "1:30:00",
  email: "ada@example.com",
  link: "https://example.com",
  slug: "a-short-name",
};

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
      placeholder={placeholder ?? example[field.type.name] ?? ""}
      inputMode={inputMode(field.type.name)}
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
