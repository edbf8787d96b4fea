import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { uniqueIdentifier } from "#engine/definition/identifiers";
import { FieldRow } from "../../../components/FieldRow.tsx";
import { Assignment } from "./Assignments.tsx";
import type { OptionProps } from "./ExpressionOption.tsx";

/** Values that the step names for later ones. */
export function NamedValues({ step, onChange }: OptionProps) {
  const values = (step.type.values ?? {}) as Readonly<Record<string, string>>;
  const set = (name: string, source: string) => onChange({ values: { ...values, [name]: source } });
  return (
    <FieldRow label="Values" help={`Later steps name them ${step.name}.…`}>
      {Object.entries(values).map(([name, source]) => (
        <Assignment
          key={name}
          label={name}
          source={source}
          onSave={(typed) => set(name, typed)}
          onRemove={() => {
            const { [name]: _, ...others } = values;
            onChange({ values: others });
          }}
        />
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
        onClick={() =>
          set(uniqueIdentifier({ label: "value", fallback: "value", taken: new Set(Object.keys(values)) }), "null")
        }
      >
        Add a value
      </Button>
    </FieldRow>
  );
}
