import { Checkbox, MultiSelect, Select } from "@mantine/core";
import { assertNever } from "#engine/assert-never";
import type { FieldId } from "#engine/definition/ids";
import type { ConstraintRecord, ConstraintType, ConstraintTypeOf } from "#engine/definition/records/constraint";
import type { FieldRecord } from "#engine/definition/records/field";
import { canBeSame, rangeTypeOf } from "#engine/field-types/range-fields";
import { fieldTypeOf } from "#engine/field-types/registry";
import { FieldRow } from "../../../../components/FieldRow.tsx";
import { CommittedText } from "../../../../draft-session/react/CommittedText.tsx";
import { useProblemsOf, useReader } from "../../../../draft-session/react/use-draft.ts";
import { ScopeEditor } from "./ScopeEditor.tsx";

interface Props<Type extends ConstraintType> {
  readonly constraint: ConstraintRecord;
  readonly type: Type;
  readonly onChange: (type: ConstraintType) => unknown;
}

/** The words of a constraint's sentence that can be chosen. */
export function ConstraintOptions({ constraint, type, onChange }: Props<ConstraintType>) {
  switch (type.kind) {
    case "unique":
      return <UniqueOptions constraint={constraint} type={type} onChange={onChange} />;
    case "check":
      return <CheckOptions constraint={constraint} type={type} onChange={onChange} />;
    case "noOverlap":
      return <OverlapOptions constraint={constraint} type={type} onChange={onChange} />;
    default:
      return assertNever(type);
  }
}

const optionOf = ({ id, label }: FieldRecord) => ({ value: id, label });

function UniqueOptions({ constraint, type, onChange }: Props<ConstraintTypeOf<"unique">>) {
  const reader = useReader();
  const problems = useProblemsOf(constraint.id, "type");
  const id = `constraint-${constraint.id}`;
  const fields = reader.fields(constraint.modelId);
  const chosen = fields.filter((field) => type.fieldIds.includes(field.id));
  const texts = chosen.filter(
    (field) => fieldTypeOf(field.type)?.cast === "text" && fieldTypeOf(field.type)?.can.title,
  );
  const set = (change: Partial<ConstraintTypeOf<"unique">>) => onChange(compact({ ...type, ...change }));
  return (
    <>
      <FieldRow label="The same in" htmlFor={`${id}-fields`} problems={problems}>
        <MultiSelect
          id={`${id}-fields`}
          value={[...type.fieldIds]}
          data={fields.filter((field) => fieldTypeOf(field.type)?.can.index === true).map(optionOf)}
          onChange={(ids) => {
            if (ids.length === 0) return;
            const fieldIds = ids as FieldId[];
            const ignoreCase = type.ignoreCase?.filter((one) => fieldIds.includes(one));
            set({ fieldIds, ignoreCase });
          }}
        />
      </FieldRow>
      {texts.map((field) => (
        <Checkbox
          key={field.id}
          size="xs"
          label={`${field.label}: capitals make no difference`}
          checked={type.ignoreCase?.includes(field.id) ?? false}
          onChange={(event) => {
            const others = (type.ignoreCase ?? []).filter((one) => one !== field.id);
            set({ ignoreCase: event.currentTarget.checked ? [...others, field.id] : others });
          }}
        />
      ))}
      <Checkbox
        size="xs"
        label="Two empty values are the same"
        checked={type.emptyEqual === true}
        onChange={(event) => set({ emptyEqual: event.currentTarget.checked ? true : undefined })}
      />
      <ScopeEditor
        id={`${id}-scope`}
        modelId={constraint.modelId}
        scope={type.scope}
        onChange={(scope) => set({ scope })}
      />
    </>
  );
}

function CheckOptions({ constraint, type, onChange }: Props<ConstraintTypeOf<"check">>) {
  const problems = useProblemsOf(constraint.id, "type");
  return (
    <CommittedText
      id={`constraint-${constraint.id}-expression`}
      label="What must be"
      value={type.expression}
      maxLength={4000}
      isLong
      isCode
      problems={problems}
      help="Over the fields of one row: price > 0 and price < was. Rows without a value pass; add and ends != null if they must not."
      onSave={(expression) => (expression === "" ? "A condition is needed." : onChange({ kind: "check", expression }))}
    />
  );
}

function OverlapOptions({ constraint, type, onChange }: Props<ConstraintTypeOf<"noOverlap">>) {
  const reader = useReader();
  const id = `constraint-${constraint.id}`;
  const fields = reader.fields(constraint.modelId);
  const set = (change: Partial<ConstraintTypeOf<"noOverlap">>) => onChange(compact({ ...type, ...change }));
  return (
    <>
      <FieldRow label="With the same" htmlFor={`${id}-same`} help="Nothing chosen: no two rows at all.">
        <MultiSelect
          id={`${id}-same`}
          value={[...type.sameFieldIds]}
          data={fields
            .filter((field) => canBeSame(reader, field) && field.id !== type.fromFieldId && field.id !== type.toFieldId)
            .map(optionOf)}
          onChange={(ids) => set({ sameFieldIds: ids as FieldId[] })}
        />
      </FieldRow>
      <RangeFields constraint={constraint} type={type} onChange={set} />
      <Checkbox
        size="xs"
        label="The end belongs to it, such as the last day of a stay"
        checked={type.includesEnd === true}
        onChange={(event) => set({ includesEnd: event.currentTarget.checked ? true : undefined })}
      />
      <ScopeEditor
        id={`${id}-scope`}
        modelId={constraint.modelId}
        scope={type.scope}
        onChange={(scope) => set({ scope })}
      />
    </>
  );
}

interface RangeProps {
  readonly constraint: ConstraintRecord;
  readonly type: ConstraintTypeOf<"noOverlap">;
  readonly onChange: (change: Partial<ConstraintTypeOf<"noOverlap">>) => unknown;
}

/** The two fields between which a row lasts. */
function RangeFields({ constraint, type, onChange }: RangeProps) {
  const reader = useReader();
  const problems = useProblemsOf(constraint.id, "type");
  const id = `constraint-${constraint.id}`;
  const from = reader.field(type.fromFieldId);
  const ends = reader.fields(constraint.modelId).filter((field) => rangeTypeOf(field) !== undefined);
  const range = from && rangeTypeOf(from);
  const others = ends.filter((field) => rangeTypeOf(field) === range && field.id !== from?.id);
  const choose = (property: "fromFieldId" | "toFieldId") => (chosen: string | null) =>
    chosen && onChange({ [property]: chosen as FieldId });
  return (
    <>
      <FieldRow label="From" htmlFor={`${id}-from`} problems={problems}>
        <Select
          id={`${id}-from`}
          value={type.fromFieldId}
          allowDeselect={false}
          data={ends.map(optionOf)}
          onChange={choose("fromFieldId")}
        />
      </FieldRow>
      <FieldRow
        label="To"
        htmlFor={`${id}-to`}
        help={
          reader.field(type.toFieldId)?.required
            ? undefined
            : "Without an end it lasts for ever, and nothing fits behind it. Let the field be required if that is not meant."
        }
      >
        <Select
          id={`${id}-to`}
          value={type.toFieldId}
          allowDeselect={false}
          data={others.map(optionOf)}
          onChange={choose("toFieldId")}
        />
      </FieldRow>
    </>
  );
}

/** Absent instead of undefined or an empty list: the definition knows one form of each. */
function compact<Type extends ConstraintType>(type: { readonly [Key in keyof Type]: Type[Key] | undefined }): Type {
  const kept = Object.entries(type).filter(
    ([property, value]) => value !== undefined && !(property === "ignoreCase" && (value as unknown[]).length === 0),
  );
  return Object.fromEntries(kept) as unknown as Type;
}
