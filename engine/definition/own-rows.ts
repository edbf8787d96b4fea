import type { ModelId } from "./ids.ts";
import type { DefinitionReader } from "./reader.ts";
import { pointsTo } from "./records/field.ts";
import { usersModelOf } from "./users.ts";

/** A condition that gives people the rows that belong to them, and its plain words. */
export interface OwnRows {
  /** "own rows, by Created by"; of the users themselves "their own row". */
  readonly words: string;
  readonly where: string;
}

/** The ways in which rows of a model can belong to people: one for each relation to the app's users, and of a user their own row. */
export function ownRows(reader: DefinitionReader, modelId: ModelId): readonly OwnRows[] {
  const users = usersModelOf(reader);
  if (!users) return [];
  const relations = reader
    .fields(modelId)
    .filter((field) => pointsTo(field) === users.id)
    .map(({ name, label }) => ({ words: `own rows, by ${label}`, where: `record.${name} == user.id` }));
  return modelId === users.id ? [{ words: "their own row", where: "record.id == user.id" }, ...relations] : relations;
}

/** The plain words of a condition that gives one's own rows; undefined for any other. */
export const ownRowsBy = (reader: DefinitionReader, modelId: ModelId, where: string): OwnRows | undefined =>
  ownRows(reader, modelId).find((own) => plain(own.where) === plain(where));

/** Blanks say nothing, `record` may be left out, and a person compared is their key compared. */
const plain = (where: string): string => {
  const [left = "", right = "", ...more] = where.replaceAll(/\s+/g, "").split("==");
  if (more.length > 0) return where;
  const [own, other] = /^user(\.id)?$/.test(left) ? [right, left] : [left, right];
  return `${own.replace(/^record\./, "")}==${other === "user" ? "user.id" : other}`;
};
