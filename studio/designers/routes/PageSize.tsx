import { NumberInput } from "@mantine/core";
import { useId, useState } from "react";
import { FieldRow } from "../../components/FieldRow.tsx";

/** How many rows a list shows on a page. */
export function PageSize({
  value,
  onCommit,
}: {
  readonly value: number;
  readonly onCommit: (pageSize: number) => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState<number | string>(value);
  return (
    <FieldRow label="Rows on a page" htmlFor={id}>
      <NumberInput
        id={id}
        min={1}
        max={200}
        allowDecimal={false}
        value={typed}
        onChange={setTyped}
        onBlur={() => {
          if (typeof typed === "number" && typed >= 1 && typed <= 200 && typed !== value) onCommit(typed);
          else setTyped(value);
        }}
      />
    </FieldRow>
  );
}
