import { Textarea } from "@mantine/core";
import { useEffect, useState } from "react";
import { cellText, readCell } from "../../values/cell-text.ts";
import type { ValueProps } from "../field-editor.ts";

/** Several lines: long text, and JSON in the mono face. */
export function LongValue({
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
  const isJson = field.type.name === "json";
  const written =
    isJson && value !== undefined && value !== null ? JSON.stringify(value, null, 2) : cellText(value, field, context);
  const [text, setText] = useState(written);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    setText(written);
    setProblem(undefined);
  }, [written]);
  const commit = () => {
    if (text === written) return setProblem(undefined);
    const reading = readCell(text, { ...field, required: false }, context);
    if (!reading.ok) return setProblem(reading.message);
    setProblem(undefined);
    onChange(reading.value);
  };
  return (
    <Textarea
      {...(id ? { id } : {})}
      {...(label ? { "aria-label": label } : {})}
      value={text}
      error={problem}
      placeholder={placeholder ?? (isJson ? '{ "key": "value" }' : "")}
      autoFocus={autoFocus}
      disabled={isDisabled}
      autosize
      minRows={2}
      maxRows={10}
      spellCheck={!isJson}
      styles={isJson ? { input: { fontFamily: "var(--font-mono)", fontSize: "var(--text-mono)" } } : {}}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
    />
  );
}
