import { Textarea } from "@mantine/core";
import { useEffect, useState } from "react";
import { fieldTypeOf } from "#engine/field-types/registry";
import { cellText, readCell } from "../../values/cell-text.ts";
import type { ValueProps } from "../field-editor.ts";

/** Several lines: prose, and code in the mono face. */
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
  const input = fieldTypeOf(field.type)?.input;
  const isCode = input?.lines === "code";
  const written =
    isCode && value !== undefined && value !== null ? JSON.stringify(value, null, 2) : cellText(value, field, context);
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
      placeholder={placeholder ?? input?.placeholder ?? ""}
      autoFocus={autoFocus}
      disabled={isDisabled}
      autosize
      minRows={2}
      maxRows={10}
      spellCheck={!isCode}
      styles={isCode ? { input: { fontFamily: "var(--font-mono)", fontSize: "var(--text-mono)" } } : {}}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
    />
  );
}
