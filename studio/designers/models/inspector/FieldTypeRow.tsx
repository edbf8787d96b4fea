import { type FieldRecord, hasColumn, pointsTo } from "#engine/definition/records/field";
import { isNeededToSignIn } from "#engine/definition/users";
import { setFieldType } from "#engine/edits/commands/fields";
import { fieldTypeIn } from "#engine/field-types/registry";
import { FieldRow } from "../../../components/FieldRow.tsx";
import { useDraftActions, useProblemsOf, useReader } from "../../../draft-session/react/use-draft.ts";
import { editorOf } from "../../../field-editors/field-editors.ts";
import { isOfOption } from "../../../field-editors/options/RelationOptionsForm.tsx";
import { NEEDED_TO_SIGN_IN } from "../parts/needed-to-sign-in.ts";
import { TypePicker } from "../parts/TypePicker.tsx";
import { useModelActions } from "../use-model-actions.ts";
import { propertyId } from "./property-id.ts";

/** A field's type, and the options of that type. */
export function FieldTypeRow({ field }: { readonly field: FieldRecord }) {
  const reader = useReader();
  const { attempt } = useDraftActions();
  const actions = useModelActions();
  const problems = useProblemsOf(field.id, "type").filter((problem) => !isOfOption(problem));
  const type = fieldTypeIn(reader, field);
  const isNeeded = isNeededToSignIn(reader, field);
  const { Options } = editorOf(field.type);
  return (
    <>
      <FieldRow
        label="Type"
        htmlFor={propertyId("type")}
        {...(type && hasColumn(field) ? { physical: type.sqlType(field.type) } : {})}
        problems={problems}
        help={isNeeded ? NEEDED_TO_SIGN_IN : type?.description}
      >
        <TypePicker
          id={propertyId("type")}
          label="Type"
          value={field.type}
          reader={reader}
          isDisabled={isNeeded}
          onChange={(wanted) => actions.setFieldType(field.id, keepOptions(field, wanted))}
        />
      </FieldRow>
      {Options ? (
        <Options
          field={field}
          reader={reader}
          onChange={(wanted) => actions.setFieldType(field.id, wanted)}
          attempt={(wanted) => attempt(setFieldType(reader, { fieldId: field.id, type: wanted }))}
        />
      ) : null}
    </>
  );
}

/** Choosing another target for a relation keeps what happens on delete. */
const keepOptions = (field: FieldRecord, wanted: FieldRecord["type"]): FieldRecord["type"] =>
  pointsTo({ type: wanted }) !== undefined && pointsTo(field) !== undefined && wanted.automatic === field.type.automatic
    ? { ...field.type, targetModelId: wanted.targetModelId }
    : wanted;
