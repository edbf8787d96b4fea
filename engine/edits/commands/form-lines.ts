import type { Collection } from "../../definition/collections.ts";
import {
  type FieldId,
  type FormId,
  type FormLinesId,
  type ModelId,
  makeRecordId,
  type RandomBytes,
} from "../../definition/ids.ts";
import { orderKeysAfter } from "../../definition/order-keys.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { type FormAction, type FormLinesRecord, MAX_LINES } from "../../definition/records/form.ts";
import { derivedLines, isWritable, ownedList } from "../../forms/derive-form.ts";
import { listLabel } from "../../forms/linked-lists.ts";
import { shorten } from "../describe-record.ts";
import type { EditOperation } from "../edit.ts";
import { create, type EditCommand, remove } from "./edit-command.ts";
import { withoutTagsOf } from "./form-tags.ts";
import { orderAt } from "./order.ts";

interface NewLines {
  readonly formId: FormId;
  readonly collection: Collection;
  readonly blank: number;
  readonly order: string;
}

/** Lines with all the fields of their rows that people fill in. */
function newLines(reader: DefinitionReader, { formId, collection, blank, order }: NewLines, random: RandomBytes) {
  const { target, via } = collection;
  const lines: FormLinesRecord = {
    kind: "formLines",
    id: makeRecordId("formLines", random),
    formId,
    relationFieldId: via.id,
    min: 0,
    max: MAX_LINES,
    blank,
    canAdd: true,
    canDelete: true,
    order,
  };
  const asked = reader.fields(target.id).filter((field) => isWritable(field) && field.id !== via.id);
  const keys = orderKeysAfter(undefined, asked.length);
  const fields = asked.map(({ id }, index) =>
    create({
      kind: "formField",
      id: makeRecordId("formField", random),
      formId,
      linesId: lines.id,
      fieldId: id,
      order: keys[index] as string,
    }),
  );
  return { linesId: lines.id, operations: [create(lines), ...fields] };
}

/** The lines of the form that the engine derives from a model, for a new form in its place. */
export function linesOfDerived(
  reader: DefinitionReader,
  { formId, modelId, action }: { readonly formId: FormId; readonly modelId: ModelId; readonly action: FormAction },
  random: RandomBytes,
): readonly EditOperation[] {
  const lines = derivedLines(reader, modelId, action);
  const keys = orderKeysAfter(undefined, lines.length);
  return lines.flatMap(
    ({ collection, blank }, index) =>
      newLines(reader, { formId, collection, blank, order: keys[index] as string }, random).operations,
  );
}

/** Rows that go with the form's row, filled in with it. */
export function addFormLines(
  reader: DefinitionReader,
  { formId, relationFieldId }: { readonly formId: FormId; readonly relationFieldId: FieldId },
  random: RandomBytes,
): EditCommand & { readonly linesId: FormLinesId | undefined } {
  const form = reader.form(formId);
  const collection = form && ownedList(reader, form.modelId, relationFieldId);
  if (!form || !collection) return { label: "Add lines to the form", operations: [], linesId: undefined };
  const order = orderAt(reader.formLines(formId), undefined);
  const made = newLines(reader, { formId, collection, blank: form.action === "create" ? 1 : 0, order }, random);
  return { label: `Add ${shorten(listLabel(collection))} to the form`, ...made };
}

/** What people read above the lines. */
export function formLinesLabel(reader: DefinitionReader, { formId, relationFieldId, label }: FormLinesRecord): string {
  const modelId = reader.form(formId)?.modelId;
  const collection = modelId && ownedList(reader, modelId, relationFieldId);
  return label ?? (collection ? listLabel(collection) : "lines");
}

/** The name by which templates and bodies know the lines. */
export const formLinesName = (
  reader: DefinitionReader,
  { formId, relationFieldId }: FormLinesRecord,
): string | undefined => {
  const modelId = reader.form(formId)?.modelId;
  return modelId && ownedList(reader, modelId, relationFieldId)?.name;
};

/** The lines with their fields; templates no longer place them. */
export function removeFormLines(reader: DefinitionReader, { linesId }: { readonly linesId: FormLinesId }): EditCommand {
  const lines = reader.ofKind("formLines").find(({ id }) => id === linesId);
  if (!lines) return { label: "Remove lines", operations: [] };
  const fields = reader.lineFields(linesId).map(({ id }) => remove(id));
  return {
    label: `Remove ${shorten(formLinesLabel(reader, lines))} from the form`,
    operations: [...fields, remove(linesId), ...withoutTagsOf(reader, [linesId])],
  };
}
