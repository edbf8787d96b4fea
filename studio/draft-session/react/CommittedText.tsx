import { Textarea, TextInput } from "@mantine/core";
import type { KeyboardEvent, ReactNode } from "react";
import type { Problem } from "#engine/problem";
import { describedIn, FieldRow } from "../../components/FieldRow.tsx";
import { useCommitted } from "./use-committed.ts";

export interface CommittedTextProps {
  readonly id: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly problems?: readonly Problem[];
  /** A sentence given back is why it was refused, and is shown beneath. */
  readonly onSave: (value: string) => unknown;
  readonly help?: ReactNode;
  readonly placeholder?: string;
  readonly isLong?: boolean;
  readonly isCode?: boolean;
  /** Where nobody says that it is too long: of a name or a label the definition does. */
  readonly maxLength?: number;
}

const mono = { input: { fontFamily: "var(--font-mono)", fontSize: "var(--text-mono)" } };

/**
 * A property that is text: saved when one leaves it or presses Enter, given back by Escape, its problems beneath. What is
 * refused stays as it was typed, with the reason: also nothing, where something is needed.
 */
export function CommittedText(props: CommittedTextProps) {
  const {
    id,
    label,
    value = "",
    problems = [],
    onSave,
    help,
    placeholder,
    isLong = false,
    isCode = false,
    maxLength,
  } = props;
  const input = useCommitted(value, (text) => onSave(text.trim()));
  const shared = {
    id,
    value: input.value,
    ...(maxLength === undefined ? {} : { maxLength }),
    placeholder: placeholder ?? "",
    error: input.refusal !== undefined || problems.some((problem) => problem.severity === "error"),
    attributes: describedIn(id, { refusal: input.refusal, problems }),
    styles: isCode ? mono : {},
    spellCheck: !isCode,
    onChange: (event: { currentTarget: { value: string } }) => input.set(event.currentTarget.value),
    onBlur: input.commit,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === "Enter" && !(isLong && event.shiftKey)) {
        event.preventDefault();
        input.commit();
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
