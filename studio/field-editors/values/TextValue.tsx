import { TextInput, type TextInputProps } from "@mantine/core";
import { useId } from "react";
import { unitOf } from "#engine/field-types/number-unit";
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
  const unit = unitOf(field);
  const unitId = useId();
  return (
    <TextInput
      {...(unit ? withUnitSection({ ...unit, id: unitId, hasProblem: problem !== undefined }) : {})}
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

interface UnitSection {
  readonly id: string;
  readonly text: string;
  readonly isBefore: boolean;
  readonly hasProblem: boolean;
}

/** The unit inside the input, at its side; it describes the input together with what is wrong. */
function withUnitSection({ id, text, isBefore, hasProblem }: UnitSection): Partial<TextInputProps> {
  const section = <span id={id}>{text}</span>;
  const width = `calc(${text.length}ch + var(--space-4))`;
  const errorId = `${id}-error`;
  return {
    errorProps: { id: errorId },
    attributes: { input: { "aria-describedby": hasProblem ? `${id} ${errorId}` : id } },
    ...(isBefore
      ? { leftSection: section, leftSectionWidth: width, leftSectionPointerEvents: "none" }
      : { rightSection: section, rightSectionWidth: width, rightSectionPointerEvents: "none" }),
  };
}
