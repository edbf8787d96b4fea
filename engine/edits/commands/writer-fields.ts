import type { FieldId, ModelId, RandomBytes } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { type FieldRecord, type LooseFieldType, pointsTo } from "../../definition/records/field.ts";
import { usersModelOf } from "../../definition/users.ts";
import { type WriterPart, writerWords } from "../../field-types/relation.ts";
import type { EditCommand } from "./edit-command.ts";
import { addField, typeOfRelation } from "./fields.ts";

/** The type of a field that the engine fills with the person who makes a row, or who changed it last. */
export const typeOfWriter = (users: ModelId, part: WriterPart): LooseFieldType => ({
  ...typeOfRelation(users, "set_null"),
  automatic: part,
});

/** The field of a model that says who made its rows, or who changed them last. */
export const writerField = (reader: DefinitionReader, modelId: ModelId, part: WriterPart): FieldRecord | undefined =>
  reader.fields(modelId).find((field) => pointsTo(field) !== undefined && field.type.automatic === part);

const names: Readonly<Record<WriterPart, string>> = { creator: "created_by", editor: "updated_by" };

/** Undefined in an app without users. */
export function addWriterField(
  reader: DefinitionReader,
  { modelId, part }: { readonly modelId: ModelId; readonly part: WriterPart },
  random: RandomBytes,
): (EditCommand & { readonly fieldId: FieldId }) | undefined {
  const users = usersModelOf(reader);
  if (!users) return undefined;
  const isTaken = reader.fields(modelId).some(({ name }) => name.toLowerCase() === names[part]);
  return addField(
    reader,
    {
      modelId,
      label: writerWords[part].label,
      ...(isTaken ? {} : { name: names[part] }),
      type: typeOfWriter(users.id, part),
      indexed: true,
    },
    random,
  );
}
