import { NumberInput, Select, Switch } from "@mantine/core";
import { useId } from "react";
import { FieldRow } from "../../components/FieldRow.tsx";
import { CommittedText } from "../../draft-session/react/CommittedText.tsx";
import { useCommitted } from "../../draft-session/react/use-committed.ts";
import type { OptionsProps } from "../field-editor.ts";
import { PatternOptions } from "./PatternOptions.tsx";
import { withOption } from "./with-option.ts";

/** How long a text may be, and how what is typed is stored. */
export function TextOptions(props: OptionsProps) {
  return (
    <>
      <MinLengthOption {...props} />
      <MaxLengthOption {...props} />
      <CaseOption {...props} />
      <TrimOption {...props} />
      <PatternOptions {...props} />
    </>
  );
}

function MinLengthOption({ field, attempt }: OptionsProps) {
  const id = useId();
  const { minLength } = field.type;
  const save = (typed: string) => {
    const text = typed.trim();
    if (text === "" || text === "0" || text === "1") return attempt(withOption(field.type, "minLength", undefined));
    return /^\d{1,5}$/.test(text)
      ? attempt(withOption(field.type, "minLength", Number(text)))
      : "This must be a whole number.";
  };
  return (
    <CommittedText
      id={id}
      label="At least, characters"
      value={typeof minLength === "number" ? String(minLength) : undefined}
      placeholder="Any"
      onSave={save}
    />
  );
}

function MaxLengthOption({ field, onChange }: OptionsProps) {
  const id = useId();
  const stored = typeof field.type.maxLength === "number" ? field.type.maxLength : 200;
  const input = useCommitted(stored, (maxLength) => onChange({ ...field.type, maxLength }));
  return (
    <FieldRow label="At most, characters" htmlFor={id}>
      <NumberInput
        id={id}
        min={1}
        max={10_000}
        allowDecimal={false}
        clampBehavior="blur"
        value={input.value}
        onChange={(value) => typeof value === "number" && input.set(value)}
        onBlur={input.commit}
        onKeyDown={(event) => event.key === "Enter" && input.commit()}
      />
    </FieldRow>
  );
}

const cases = [
  { value: "as_typed", label: "As typed" },
  { value: "lower", label: "small letters" },
  { value: "upper", label: "CAPITALS" },
];

function CaseOption({ field, onChange }: OptionsProps) {
  const id = useId();
  return (
    <FieldRow label="Letters are stored" htmlFor={id}>
      <Select
        id={id}
        data={cases}
        value={typeof field.type.case === "string" ? field.type.case : "as_typed"}
        allowDeselect={false}
        onChange={(chosen) =>
          onChange(withOption(field.type, "case", chosen === null || chosen === "as_typed" ? undefined : chosen))
        }
      />
    </FieldRow>
  );
}

const TrimOption = ({ field, onChange }: OptionsProps) => (
  <Switch
    size="sm"
    label="Drop blanks at both ends"
    checked={field.type.trim === true}
    onChange={(event) => onChange(withOption(field.type, "trim", event.currentTarget.checked || undefined))}
  />
);
