import { TextInput } from "@mantine/core";
import { fieldTypeOf } from "#engine/field-types/registry";
import { cellText, isNumeric } from "../../values/cell-text.ts";
import type { ValueProps } from "../field-editor.ts";
import { useTypedText } from "./use-typed-text.ts";

/**
 * Text that becomes a value when one leaves the input or presses Enter. What the type refuses stays in the input, in
 * red, with the sentence; the value is then left as it was. Escape brings the value back.
 */
export function TextValue(props: ValueProps) {
  const { id, label, field, value, context, placeholder, autoFocus = false, isDisabled = false } = props;
  const written = cellText(value, field, context);
  const input = fieldTypeOf(field.type)?.input;
  const { text, setText, problem, commit, revert } = useTypedText(written, props);
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
          revert();
        }
      }}
    />
  );
}
