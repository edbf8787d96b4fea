import { Select } from "@mantine/core";
import { useId } from "react";
import { identifierFromLabel } from "#engine/definition/identifiers";
import type { ModelId } from "#engine/definition/ids";
import { type OnDelete, onDeleteActions } from "#engine/field-types/relation";
import { FieldRow } from "../../components/FieldRow.tsx";
import { CommittedText } from "../../draft-session/react/CommittedText.tsx";
import { useProblemsOf } from "../../draft-session/react/use-draft.ts";
import type { OptionsProps } from "../field-editor.ts";

/** The problem of a name that is taken at the target: it stands at that name, not at the type. */
export const REVERSE_NAME_TAKEN = "RELATION_E003";

/** What happens to the rows that point, in words: "its books are deleted too". */
export const onDeleteLabels = (
  onDelete: OnDelete,
  names: { readonly source: string; readonly target: string },
): string =>
  ({
    protect: `Refuse while any ${names.source} points to it`,
    cascade: `Delete every ${names.source} that points to it too`,
    set_null: `Keep each ${names.source}, with nothing here`,
  })[onDelete];

export function RelationOptionsForm({ field, reader, onChange, attempt }: OptionsProps) {
  const targetId = useId();
  const onDeleteId = useId();
  const reverseId = useId();
  const {
    targetModelId,
    onDelete = "protect",
    reverseName,
  } = field.type as { targetModelId?: ModelId; onDelete?: OnDelete; reverseName?: string };
  const target = targetModelId && reader.model(targetModelId);
  const source = reader.model(field.modelId);
  const names = { source: source?.label ?? "row", target: target?.label ?? "row" };
  const taken = useProblemsOf(field.id, "type").filter(({ code }) => code === REVERSE_NAME_TAKEN);
  const saveReverse = (name: string) => {
    const { reverseName: _, ...rest } = field.type;
    const type = { ...rest, name: field.type.name };
    return attempt(name === "" ? type : { ...type, reverseName: name });
  };
  return (
    <>
      <FieldRow label="Points to one" htmlFor={targetId}>
        <Select
          id={targetId}
          data={reader.models.map((model) => ({ value: model.id, label: model.label }))}
          value={target?.id ?? null}
          placeholder="Choose a model"
          searchable
          allowDeselect={false}
          onChange={(chosen) => chosen && onChange({ ...field.type, targetModelId: chosen })}
        />
      </FieldRow>
      <FieldRow label={`When its ${names.target} is deleted`} htmlFor={onDeleteId}>
        <Select
          id={onDeleteId}
          data={onDeleteActions.map((action) => ({
            value: action,
            label: onDeleteLabels(action, names),
            disabled: action === "set_null" && field.required,
          }))}
          value={onDelete}
          allowDeselect={false}
          onChange={(chosen) => chosen && onChange({ ...field.type, onDelete: chosen })}
        />
      </FieldRow>
      <CommittedText
        id={reverseId}
        label={`From ${names.target}, these are called`}
        help="For rules and templates, such as books on an author. Optional."
        placeholder={source ? identifierFromLabel(source.pluralLabel ?? source.label, source.name) : ""}
        value={reverseName}
        problems={taken}
        isCode
        onSave={saveReverse}
      />
    </>
  );
}
