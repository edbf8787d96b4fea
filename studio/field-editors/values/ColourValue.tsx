import { ColorInput } from "@mantine/core";
import { fieldTypeOf } from "#engine/field-types/registry";
import { cellText } from "../../values/cell-text.ts";
import type { ValueProps } from "../field-editor.ts";
import { useTypedText } from "./use-typed-text.ts";

/** A colour that is typed or picked. */
export function ColourValue(props: ValueProps) {
  const { id, label, field, value, context, placeholder, autoFocus = false, isDisabled = false } = props;
  const written = cellText(value, field, context);
  const { text, setText, problem, commit } = useTypedText(written, props);
  return (
    <ColorInput
      {...(id ? { id } : {})}
      {...(label ? { "aria-label": label } : {})}
      value={text}
      error={problem}
      placeholder={placeholder ?? fieldTypeOf(field.type)?.input.placeholder ?? ""}
      fixOnBlur={false}
      autoFocus={autoFocus}
      disabled={isDisabled}
      eyeDropperButtonProps={{ "aria-label": "Pick a colour from the screen" }}
      onChange={setText}
      onChangeEnd={(picked) => props.onChange(picked)}
      onBlur={commit}
      onKeyDown={(event) => event.key === "Enter" && commit()}
    />
  );
}
