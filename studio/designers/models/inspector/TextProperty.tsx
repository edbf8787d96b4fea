import { Textarea, TextInput } from "@mantine/core";
import type { KeyboardEvent } from "react";
import type { RecordId } from "#engine/definition/ids";
import { FieldRow } from "../../../components/FieldRow.tsx";
import { useCommitted } from "../../../components/use-committed.ts";
import { useProblemsOf } from "../../../draft-session/use-draft.ts";
import { propertyId } from "./property-id.ts";

interface Props {
  readonly recordId: RecordId;
  readonly property: string;
  readonly label: string;
  readonly value: string | undefined;
  /** A sentence given back is why it was refused, and is shown beneath. */
  readonly onSave: (value: string) => unknown;
  readonly help?: string;
  readonly placeholder?: string;
  readonly isRequired?: boolean;
  readonly isLong?: boolean;
  readonly isCode?: boolean;
  readonly maxLength: number;
  /** Where the control stands in the page, if not under the property's own name (a rule of a model). */
  readonly id?: string;
}

const mono = { input: { fontFamily: "var(--font-mono)", fontSize: "var(--text-mono)" } };

/**
 * A property that is text: saved when one leaves it or presses Enter, given back by Escape, its problems beneath. What is
 * refused stays as it was typed, with the reason.
 */
export function TextProperty(props: Props) {
  const {
    recordId,
    property,
    label,
    value = "",
    onSave,
    help,
    placeholder,
    isRequired = false,
    isLong = false,
    isCode = false,
    maxLength,
  } = props;
  const id = props.id ?? propertyId(property);
  const problems = useProblemsOf(recordId, property);
  const input = useCommitted(value, (text) => onSave(text.trim()));
  const finish = () => (isRequired && input.value.trim() === "" ? input.reset() : input.commit());
  const shared = {
    id,
    value: input.value,
    maxLength,
    placeholder: placeholder ?? "",
    error: input.refusal !== undefined || problems.some((problem) => problem.severity === "error"),
    styles: isCode ? mono : {},
    spellCheck: !isCode,
    onChange: (event: { currentTarget: { value: string } }) => input.set(event.currentTarget.value),
    onBlur: finish,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === "Enter" && !(isLong && event.shiftKey)) {
        event.preventDefault();
        finish();
      }
      if (event.key === "Escape" && input.isChanged) {
        event.stopPropagation();
        input.reset();
      }
    },
  };
  return (
    <FieldRow label={label} htmlFor={id} help={help} problems={problems} refusal={input.refusal}>
      {isLong ? <Textarea {...shared} autosize minRows={1} maxRows={6} /> : <TextInput {...shared} />}
    </FieldRow>
  );
}
