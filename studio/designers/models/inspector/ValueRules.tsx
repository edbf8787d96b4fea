import { Switch } from "@mantine/core";
import { Fragment, useMemo } from "react";
import type { JsonValue } from "#engine/definition/json";
import { type FieldRecord, pointsTo } from "#engine/definition/records/field";
import { isNeededToSignIn } from "#engine/definition/users";
import { setEmptyText } from "#engine/edits/commands/empty-text";
import { setProperties, setProperty } from "#engine/edits/commands/fields";
import { canStartAsUser, canStartNow } from "#engine/field-types/creation-defaults";
import { countsEmptyText } from "#engine/field-types/empty-text";
import { fieldTypeOf } from "#engine/field-types/registry";
import { FieldRow } from "../../../components/FieldRow.tsx";
import { InspectorSection } from "../../../components/InspectorPanel.tsx";
import { ProblemNote } from "../../../components/ProblemNote.tsx";
import { useDraftActions, useDraftPart, useProblemsOf, useReader } from "../../../draft-session/react/use-draft.ts";
import { editorOf } from "../../../field-editors/field-editors.ts";
import classes from "./inspector.module.css";
import { propertyId } from "./property-id.ts";

const flags = [
  { property: "required", label: "Required", help: "Every row has a value." },
  { property: "unique", label: "Unique", help: "No two rows have the same." },
  { property: "indexed", label: "Indexed", help: "Quick to filter and sort by; a little slower to write." },
] as const;

/** Which values a row may have, and which one it begins with. */
export function ValueRules({ field }: { readonly field: FieldRecord }) {
  return (
    <InspectorSection title="Values">
      <div className={classes.switches}>
        {flags.map((flag) => (
          <Fragment key={flag.property}>
            <FlagSwitch field={field} flag={flag} />
            {flag.property === "required" && takesEmptyText(field) ? <EmptyTextSwitch field={field} /> : null}
          </Fragment>
        ))}
      </div>
      {pointsTo(field) !== undefined ? <StartsAsUser field={field} /> : <DefaultValue field={field} />}
    </InspectorSection>
  );
}

function FlagSwitch({ field, flag }: { readonly field: FieldRecord; readonly flag: (typeof flags)[number] }) {
  const { property, label, help } = flag;
  const reader = useReader();
  const { apply } = useDraftActions();
  const problems = useProblemsOf(field.id, property);
  const set = (value: boolean) =>
    apply(
      setProperty(reader, {
        id: field.id,
        property,
        value,
        label: `${field.label} is ${value ? "" : "no longer "}${label.toLowerCase()}`,
      }),
    );
  return (
    <div className={classes.switch}>
      <Switch
        id={propertyId(property)}
        size="sm"
        label={label}
        description={help}
        disabled={property === "required" && isNeededToSignIn(reader, field)}
        checked={field[property]}
        onChange={(event) => set(event.currentTarget.checked)}
      />
      {problems.map((problem) => (
        <ProblemNote key={problem.code} problem={problem} />
      ))}
    </div>
  );
}

const takesEmptyText = ({ type }: FieldRecord): boolean =>
  fieldTypeOf(type)?.options.safeParse({ ...type, emptyText: true }).success === true;

/** The other of the two questions about a text: what an input means that was left empty. */
function EmptyTextSwitch({ field }: { readonly field: FieldRecord }) {
  const reader = useReader();
  const { apply } = useDraftActions();
  const isValue = countsEmptyText(field.type);
  return (
    <div className={classes.switch}>
      <Switch
        size="sm"
        label="Empty text is a value"
        description={
          isValue
            ? "An input that is left empty stores empty text."
            : "An input that is left empty means that there is no value."
        }
        checked={isValue}
        onChange={(event) => apply(setEmptyText(reader, { fieldId: field.id, isValue: event.currentTarget.checked }))}
      />
    </div>
  );
}

function DefaultValue({ field }: { readonly field: FieldRecord }) {
  const reader = useReader();
  const { apply } = useDraftActions();
  const { timeZone, locale } = useDraftPart((view) => view.definition.settings);
  const problems = useProblemsOf(field.id, "default");
  const choices = reader.choices(field.id);
  const context = useMemo(() => ({ timeZone, locale, choices }), [timeZone, locale, choices]);
  const editor = editorOf(field.type);
  const set = (value: JsonValue) =>
    apply(
      setProperty(reader, {
        id: field.id,
        property: "default",
        // A default that is empty text comes with the switch above, for fields that need one.
        value: value === null || (value === "" && !field.required) ? undefined : value,
        label: `Change the default of ${field.label}`,
      }),
    );
  return (
    <FieldRow
      label="Default"
      htmlFor={propertyId("default")}
      help="The value of a new row if none is entered."
      problems={problems}
    >
      <editor.Value
        id={propertyId("default")}
        label="Default"
        field={{ ...field, required: false }}
        value={field.default}
        context={context}
        placeholder="None"
        isDisabled={field.computedDefault !== undefined}
        onChange={set}
      />
      {canStartNow(field) ? <StartsNow field={field} /> : null}
    </FieldRow>
  );
}

/** Of relations to the users of the app: the person who creates the row. */
function StartsAsUser({ field }: { readonly field: FieldRecord }) {
  const reader = useReader();
  const { apply } = useDraftActions();
  const problems = useProblemsOf(field.id, "default");
  if (!canStartAsUser(reader, field) && field.computedDefault === undefined) return null;
  const set = (isOn: boolean) =>
    apply(
      setProperties(reader, {
        id: field.id,
        properties: { computedDefault: isOn ? "user" : undefined },
        label: `${field.label} ${isOn ? "starts" : "no longer starts"} as the person who creates the row`,
      }),
    );
  return (
    <div className={classes.switch}>
      <Switch
        id={propertyId("default")}
        size="sm"
        label="Starts as the user who creates the row"
        description="If none is chosen. API keys, imports and builders choose one, or leave it empty."
        checked={field.computedDefault === "user"}
        onChange={(event) => set(event.currentTarget.checked)}
      />
      {problems.map((problem) => (
        <ProblemNote key={problem.code} problem={problem} />
      ))}
    </div>
  );
}

/** Of days and moments: when the row is created. It takes the place of a value that is written here. */
function StartsNow({ field }: { readonly field: FieldRecord }) {
  const reader = useReader();
  const { apply } = useDraftActions();
  const isDay = fieldTypeOf(field.type)?.valueType(field.type).kind === "date";
  const word = isDay ? "today" : "now";
  const set = (isOn: boolean) =>
    apply(
      setProperties(reader, {
        id: field.id,
        properties: isOn ? { computedDefault: "now", default: undefined } : { computedDefault: undefined },
        label: `${field.label} ${isOn ? "starts" : "no longer starts"} as ${word}`,
      }),
    );
  return (
    <Switch
      size="sm"
      label={isDay ? "Today" : "Now"}
      description={isDay ? "The day on which the row is created." : "The moment at which the row is created."}
      checked={field.computedDefault !== undefined}
      onChange={(event) => set(event.currentTarget.checked)}
    />
  );
}
