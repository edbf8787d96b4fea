import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { type LooseFieldType, pointsTo } from "#engine/definition/records/field";
import { usersModelOf } from "#engine/definition/users";
import { typeOfWriter } from "#engine/edits/commands/writer-fields";
import { fieldTypeNames, fieldTypeOf, fieldTypes } from "#engine/field-types/registry";
import { writerParts, writerWords } from "#engine/field-types/relation";
import { editorOf } from "../../../field-editors/field-editors.ts";

export interface TypeOption {
  readonly key: string;
  readonly label: string;
  readonly description: string;
  readonly words: string;
  readonly type: LooseFieldType;
}

/** "Decimal", "Relation to Author". */
export function typeLabels(type: LooseFieldType, reader: DefinitionReader): string {
  const label = fieldTypeOf(type)?.label ?? type.name;
  return pointsTo({ type }) === undefined || type.automatic !== undefined
    ? label
    : `${label} ${editorOf(type).summary?.(type, reader) ?? ""}`;
}

export const isSameChoice = (a: LooseFieldType, b: LooseFieldType): boolean =>
  a.name === b.name && pointsTo({ type: a }) === pointsTo({ type: b }) && a.automatic === b.automatic;

/** Every type; a relation once for each model that it can point to, and in an app with users those that are filled with one. */
export function typeOptions(reader: DefinitionReader): readonly TypeOption[] {
  return fieldTypeNames.flatMap((name): readonly TypeOption[] => {
    const type = fieldTypes[name];
    const words = editorOf(type.initial).searchTerms;
    if (pointsTo({ type: type.initial }) === undefined)
      return [{ key: name, label: type.label, description: type.description, words, type: type.initial }];
    const users = usersModelOf(reader);
    const writers = users
      ? writerParts.map((part) => ({
          key: `relation:${part}`,
          ...writerWords[part],
          words: `${words} user owner author who`,
          type: typeOfWriter(users.id, part),
        }))
      : [];
    const toModels = reader.models.map((model) => ({
      key: `relation:${model.id}`,
      label: `Relation to ${model.label}`,
      description: `Points to one ${model.label}.`,
      words: `${words} ${model.name} ${model.pluralLabel ?? ""}`,
      type: { ...type.initial, targetModelId: model.id satisfies ModelId },
    }));
    return [...toModels, ...writers];
  });
}

/** The guess before the others, so that it is seen without scrolling. */
export function guessFirst(options: readonly TypeOption[], guess: LooseFieldType | undefined): readonly TypeOption[] {
  const first = guess && options.find((option) => isSameChoice(option.type, guess));
  return first ? [first, ...options.filter((option) => option !== first)] : options;
}

/** Labels that begin with what was typed come first, then those with a word that does, then the rest. */
export function searchTypes(options: readonly TypeOption[], typed: string): readonly TypeOption[] {
  const text = typed.trim().toLowerCase();
  if (text === "") return options;
  const rank = (option: TypeOption): number => {
    const label = option.label.toLowerCase();
    if (label.startsWith(text)) return 0;
    if (label.split(/[\s/]+/).some((word) => word.startsWith(text))) return 1;
    if (
      option.words
        .toLowerCase()
        .split(" ")
        .some((word) => word.startsWith(text))
    )
      return 2;
    return label.includes(text) ? 3 : 4;
  };
  return options
    .map((option) => ({ option, rank: rank(option) }))
    .filter((each) => each.rank < 4)
    .sort((a, b) => a.rank - b.rank)
    .map((each) => each.option);
}
