import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";

/** A text that counts when one leaves it or presses Enter; Escape takes it back. */
export function CommittedField(props: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: string;
  readonly isLong?: boolean;
  readonly onCommit: (value: string) => void;
}) {
  const [typed, setTyped] = useState<string>();
  const Input = props.isLong ? Textarea : TextInput;
  const commit = () => {
    if (typed !== undefined && typed !== props.value) props.onCommit(typed);
    setTyped(undefined);
  };
  return (
    <Input
      size="xs"
      label={props.label}
      description={props.hint}
      value={typed ?? props.value}
      onChange={(event: { currentTarget: { value: string } }) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event: { key: string }) => {
        if (event.key === "Enter") commit();
        if (event.key === "Escape") setTyped(undefined);
      }}
      {...(props.isLong ? { autosize: true, minRows: 1, maxRows: 8 } : {})}
    />
  );
}
