import { Select } from "@mantine/core";
import { useId } from "react";
import type { JsonValue } from "#engine/definition/json";
import type { LooseFieldType } from "#engine/definition/records/field";
import { fieldTypeOf } from "#engine/field-types/registry";
import { FieldRow } from "../../components/FieldRow.tsx";
import { CommittedText } from "../../draft-session/react/CommittedText.tsx";
import type { OptionsProps } from "../field-editor.ts";
import classes from "./options.module.css";
import { withOption } from "./with-option.ts";

type LimitName = "min" | "max" | "step";
const labels: Readonly<Record<LimitName, string>> = { min: "At least", max: "At most", step: "In steps of" };

const displays = [
  { value: "number", label: "Number" },
  { value: "percent", label: "Percentage" },
  { value: "rating", label: "Rating in stars" },
];

/** The limits of a number, and how pages show it. Which of them a type has, its own schema says. */
export function NumberOptions(props: OptionsProps) {
  const { field } = props;
  const has = (option: string, value: JsonValue): boolean =>
    fieldTypeOf(field.type)?.options.safeParse({ ...withoutLimits(field.type), [option]: value }).success === true;
  const limits: readonly LimitName[] = has("step", limitValue(field.type, "1"))
    ? ["min", "max", "step"]
    : ["min", "max"];
  return (
    <>
      <div className={classes.limits}>
        {limits.map((name) => (
          <Limit key={name} name={name} {...props} />
        ))}
      </div>
      {has("display", "percent") ? <DisplayOption {...props} /> : null}
      {field.type.display === undefined && has("unit", "km") ? <UnitOption {...props} /> : null}
    </>
  );
}

const withoutLimits = (type: LooseFieldType): LooseFieldType => {
  const { min: _min, max: _max, step: _step, display: _display, ...rest } = type;
  return withoutUnit({ ...rest, name: type.name });
};

const withoutUnit = (type: LooseFieldType): LooseFieldType =>
  withOption(withOption(type, "unit", undefined), "unitBefore", undefined);

/** Limits of exact numbers are texts, so that no digit is lost; those of others are numbers. */
function limitValue(type: LooseFieldType, text: string): JsonValue {
  const known = fieldTypeOf(type);
  const isText = known?.options.safeParse({ ...withoutLimits(type), min: "1" }).success === true;
  return isText ? text : Number(text);
}

function Limit({ field, attempt, name }: OptionsProps & { readonly name: LimitName }) {
  const id = useId();
  const stored = field.type[name];
  const save = (typed: string) => {
    const text = typed.trim().replace(",", ".");
    if (text === "") return attempt(withOption(field.type, name, undefined));
    if (!/^-?\d+(?:\.\d+)?$/.test(text)) return "This must be a number.";
    return attempt(withOption(field.type, name, limitValue(field.type, text)));
  };
  return (
    <CommittedText
      id={id}
      label={labels[name]}
      value={stored === undefined || stored === null ? undefined : String(stored)}
      placeholder="Any"
      onSave={save}
    />
  );
}

/** Stars need a largest number; choosing them sets 1 to 5. */
function DisplayOption({ field, onChange }: OptionsProps) {
  const id = useId();
  const choose = (display: string | null) => {
    const isPlain = display === "number" || display === null;
    // Percentages and stars say themselves what they are.
    const plain = isPlain
      ? withOption(field.type, "display", undefined)
      : withOption(withoutUnit(field.type), "display", display);
    const isWithoutStars = display === "rating" && !(Number(field.type.max) >= 1 && Number(field.type.max) <= 10);
    onChange(isWithoutStars ? { ...plain, min: limitValue(plain, "1"), max: limitValue(plain, "5") } : plain);
  };
  return (
    <FieldRow
      label="Shown as"
      htmlFor={id}
      help={field.type.display === "percent" ? "12.5 is shown as 12.5%." : undefined}
    >
      <Select
        id={id}
        data={displays}
        value={typeof field.type.display === "string" ? field.type.display : "number"}
        allowDeselect={false}
        onChange={choose}
      />
    </FieldRow>
  );
}

/** What the number is counted in. Where it stands is asked for once there is one. */
function UnitOption({ field, onChange, attempt }: OptionsProps) {
  const id = useId();
  const placeId = useId();
  const unit = typeof field.type.unit === "string" ? field.type.unit : undefined;
  const save = (text: string) => attempt(text === "" ? withoutUnit(field.type) : withOption(field.type, "unit", text));
  return (
    <>
      <CommittedText
        id={id}
        label="Unit"
        value={unit}
        placeholder="None"
        help={unit === undefined ? "Such as km or €. Shown with the value, never stored." : undefined}
        onSave={save}
      />
      {unit === undefined ? null : (
        <FieldRow label="The unit stands" htmlFor={placeId}>
          <Select
            id={placeId}
            data={places}
            value={field.type.unitBefore === true ? "before" : "after"}
            allowDeselect={false}
            onChange={(place) => onChange(withOption(field.type, "unitBefore", place === "before" ? true : undefined))}
          />
        </FieldRow>
      )}
    </>
  );
}

const places = [
  { value: "after", label: "After the value" },
  { value: "before", label: "Before the value" },
];
