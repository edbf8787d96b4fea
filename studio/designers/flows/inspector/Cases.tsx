import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { FieldRow } from "../../../components/FieldRow.tsx";
import { Assignment } from "./Assignments.tsx";
import type { OptionProps } from "./ExpressionOption.tsx";

/** The conditions of a switch, in their order: the first that holds is taken. */
export function Cases({ step, onChange }: OptionProps) {
  const cases = (step.type.cases ?? []) as readonly { readonly condition: string }[];
  return (
    <FieldRow label="Cases" help="The first whose condition holds is taken, else Else.">
      {cases.map(({ condition }, index) => (
        <Assignment
          // biome-ignore lint/suspicious/noArrayIndexKey: a case is its number, by which its lane is named
          key={index}
          label={`Case ${index + 1}`}
          source={condition}
          onSave={(typed) =>
            onChange({ cases: cases.map((each, at) => (at === index ? { condition: typed } : { ...each })) })
          }
          onRemove={() => onChange({ cases: cases.filter((_, at) => at !== index).map((each) => ({ ...each })) })}
        />
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
        onClick={() => onChange({ cases: [...cases.map((each) => ({ ...each })), { condition: "true" }] })}
      >
        Add a case
      </Button>
    </FieldRow>
  );
}
