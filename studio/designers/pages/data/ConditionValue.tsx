import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { ValueType } from "#engine/value-types/value-type";
import { literalOf } from "#engine/views/query-conditions";
import { PlainSelect } from "../../../components/PlainSelect.tsx";

/** The value of a condition: one of a few is chosen, any other is typed. */
export function ConditionValue(props: {
  /** What is compared. */
  readonly name: string;
  readonly type: ValueType | undefined;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly value: string;
  readonly onCommit: (value: string) => void;
}) {
  const { name, type, choices, value, onCommit } = props;
  const [typed, setTyped] = useState<string>();
  const kind = type?.kind;
  const label = `Value of ${name}`;
  const isValue = (text: string): boolean => type !== undefined && literalOf(type, text) !== undefined;
  const few =
    kind === "bool"
      ? [
          { value: "true", label: "yes" },
          { value: "false", label: "no" },
        ]
      : choices;
  if (few.length > 0)
    return (
      <PlainSelect size="sm" aria-label={label} value={value} onChange={(event) => onCommit(event.currentTarget.value)}>
        <option value="" disabled>
          Choose
        </option>
        {few.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </PlainSelect>
    );
  const now = typed ?? value;
  const isWrong = now !== "" && !isValue(now);
  const commit = () => {
    if (typed !== undefined && typed !== value && isValue(typed)) onCommit(typed);
  };
  return (
    <TextInput
      size="xs"
      type={kind === "date" ? "date" : "text"}
      aria-label={label}
      value={now}
      error={isWrong ? `This is no value of ${name}.` : undefined}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === "Enter" && commit()}
    />
  );
}
