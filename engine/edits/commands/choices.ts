import { type ChoiceId, type FieldId, makeRecordId, type RandomBytes } from "../../definition/ids.ts";
import { orderKeysAfter } from "../../definition/order-keys.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { shorten } from "../describe-record.ts";
import { create, type EditCommand, remove, update } from "./edit-command.ts";
import { orderAt, type Place } from "./order.ts";

/** The value is stored; without one the label is used as the value. */
export function addChoice(
  reader: DefinitionReader,
  input: { readonly fieldId: FieldId; readonly label: string; readonly value?: string; readonly place?: Place },
  random: RandomBytes,
): EditCommand & { readonly choiceId: ChoiceId } {
  const id = makeRecordId("choice", random);
  const order = orderAt(reader.choices(input.fieldId), input.place);
  const value = input.value ?? shorten(input.label, 100);
  return {
    label: `Add choice ${shorten(input.label)}`,
    operations: [create({ kind: "choice", id, fieldId: input.fieldId, value, label: input.label, order })],
    choiceId: id,
  };
}

/** Several at once (pasted lines); values that the field has already are skipped and reported. */
export function addChoices(
  reader: DefinitionReader,
  input: { readonly fieldId: FieldId; readonly labels: readonly string[] },
  random: RandomBytes,
): EditCommand & { readonly taken: readonly string[] } {
  const had = reader.choices(input.fieldId);
  const taken = new Set(had.map(({ value }) => value));
  const fresh = input.labels.filter((label) => !taken.has(label) && taken.add(label));
  const keys = orderKeysAfter(had.at(-1)?.order, fresh.length);
  return {
    taken: input.labels.filter((label) => !fresh.includes(label)),
    label: fresh.length === 1 ? `Add choice ${shorten(fresh[0] ?? "")}` : `Add ${fresh.length} choices`,
    operations: fresh.map((label, index) =>
      create({
        kind: "choice",
        id: makeRecordId("choice", random),
        fieldId: input.fieldId,
        value: shorten(label, 100),
        label,
        order: keys[index] as string,
      }),
    ),
  };
}

export function removeChoice(reader: DefinitionReader, input: { readonly choiceId: ChoiceId }): EditCommand {
  const record = reader.record(input.choiceId);
  if (record?.kind !== "choice") return { label: "Delete choice", operations: [] };
  return { label: `Delete choice ${shorten(record.label)}`, operations: [remove(record.id)] };
}

export function reorderChoice(
  reader: DefinitionReader,
  input: { readonly choiceId: ChoiceId; readonly place: Place },
): EditCommand {
  const record = reader.record(input.choiceId);
  if (record?.kind !== "choice") return { label: "Move choice", operations: [] };
  const order = orderAt(reader.choices(record.fieldId), input.place, record.id);
  return { label: `Move choice ${shorten(record.label)}`, operations: [update(record.id, { order })] };
}
