import { Select } from "@mantine/core";
import { useId } from "react";
import { identifierFromLabel } from "#engine/definition/identifiers";
import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { choicesWhereOf } from "#engine/definition/records/field";
import { fieldTypeOf } from "#engine/field-types/registry";
import { type OnDelete, onDeleteActions } from "#engine/field-types/relation";
import type { Problem } from "#engine/problem";
import { FieldRow } from "../../components/FieldRow.tsx";
import { CommittedText } from "../../draft-session/react/CommittedText.tsx";
import { useProblemsOf } from "../../draft-session/react/use-draft.ts";
import type { OptionsProps } from "../field-editor.ts";
import { withOption } from "./with-option.ts";

/** The problem of a name that is taken at the target. */
const REVERSE_NAME_TAKEN = "RELATION_E003";

/** Problems of the condition of its rows. */
const isOfChoices = ({ code }: Problem): boolean => code.startsWith("EXPR_") || code === "RULE_E008";

/** Problems of a relation that stand at one of its options, not at the type. */
export const isOfOption = (problem: Problem): boolean => problem.code === REVERSE_NAME_TAKEN || isOfChoices(problem);

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
  const choicesId = useId();
  const problems = useProblemsOf(field.id, "type");
  const taken = problems.filter(({ code }) => code === REVERSE_NAME_TAKEN);
  const saveReverse = (name: string) => {
    const { reverseName: _, ...rest } = field.type;
    const type = { ...rest, name: field.type.name };
    return attempt(name === "" ? type : { ...type, reverseName: name });
  };
  return (
    <>
      {field.type.automatic === undefined ? (
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
      ) : null}
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
      {field.type.automatic === undefined ? (
        <CommittedText
          id={choicesId}
          label="Only rows where"
          help={`Which ${names.target} may be chosen. target is that row, record the ${names.source} that is saved, user who saves it. Empty: all.`}
          placeholder={exampleOf(reader, target?.id)}
          value={choicesWhereOf(field)}
          problems={problems.filter(isOfChoices)}
          maxLength={4000}
          isLong
          isCode
          onSave={(source) => attempt(withOption(field.type, "choicesWhere", source === "" ? undefined : source))}
        />
      ) : null}
    </>
  );
}

/** A condition over the first field of the target that a condition is likely to be about. */
function exampleOf(reader: DefinitionReader, targetId: ModelId | undefined): string {
  const fields = targetId ? reader.fields(targetId) : [];
  const ticked = fields.find(({ type }) => fieldTypeOf(type)?.cast === "boolean");
  if (ticked) return `target.${ticked.name}`;
  const chosen = fields.find(({ id }) => reader.choices(id).length > 0);
  if (chosen) return `target.${chosen.name} == ${JSON.stringify(reader.choices(chosen.id)[0]?.value)}`;
  return `target.${fields[0]?.name ?? "id"} != null`;
}
