import { Textarea } from "@mantine/core";
import { fieldTypeOf } from "#engine/field-types/registry";
import { cellText } from "../../values/cell-text.ts";
import type { ValueProps } from "../field-editor.ts";
import { useTypedText } from "./use-typed-text.ts";

/** Several lines: prose, and code in the mono face. */
export function LongValue(props: ValueProps) {
  const { id, label, field, value, context, placeholder, autoFocus = false, isDisabled = false } = props;
  const input = fieldTypeOf(field.type)?.input;
  const isCode = input?.lines === "code";
  const written =
    isCode && value !== undefined && value !== null ? JSON.stringify(value, null, 2) : cellText(value, field, context);
  const { text, setText, problem, commit } = useTypedText(written, props);
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
