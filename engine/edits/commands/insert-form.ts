import type { FormId, ModelId, RandomBytes } from "../../definition/ids.ts";
import { type DefinitionReader, readDefinition } from "../../definition/reader.ts";
import { fieldTypes } from "../../field-types/registry.ts";
import { applyEdits } from "../apply-edits.ts";
import { shorten } from "../describe-record.ts";
import type { EditOperation } from "../edit.ts";
import type { EditCommand } from "./edit-command.ts";
import { addField } from "./fields.ts";
import { admitByForm } from "./form-senders.ts";
import { makeForm } from "./forms.ts";
import { addModel } from "./models.ts";

/** What happens with what is sent. */
export type FormPurpose =
  | { readonly kind: "create"; readonly modelId: ModelId }
  /** The row that the page shows. */
  | { readonly kind: "update"; readonly modelId: ModelId }
  /** A new row of a model for messages, which is made too: name, email, message. */
  | { readonly kind: "messages" };

export type InsertedForm = EditCommand & { readonly formId: FormId; readonly name: string; readonly formLabel: string };

/** A finished form for a page: its record, its model where there is none yet, and who may send it. */
export function formForPage(
  reader: DefinitionReader,
  { purpose, isForAnyone }: { readonly purpose: FormPurpose; readonly isForAnyone: boolean },
  random: RandomBytes,
): InsertedForm {
  const batch = new Batch(reader);
  const modelId = purpose.kind === "messages" ? addMessages(batch, random) : purpose.modelId;
  const isContact = purpose.kind === "messages";
  const made = batch.add(
    makeForm(
      batch.reader,
      {
        modelId,
        action: purpose.kind === "update" ? "update" : "create",
        ...(isContact ? { label: "Contact" } : {}),
        ...(purpose.kind === "update" ? {} : { submitLabel: "Send" }),
        ...(isContact ? { success: { to: "message", text: "Thank you. Your message was sent." } as const } : {}),
      },
      random,
    ),
  );
  if (isForAnyone) batch.add(admitByForm(batch.reader, { formId: made.formId }, random));
  const form = batch.reader.form(made.formId);
  return {
    label: `Insert form ${shorten(form?.label ?? "")}`,
    operations: batch.operations,
    formId: made.formId,
    name: form?.name ?? "",
    formLabel: form?.label ?? "",
  };
}

function addMessages(batch: Batch, random: RandomBytes): ModelId {
  const { modelId } = batch.add(addModel(batch.reader, { label: "Message", pluralLabel: "Messages" }, random));
  const fields = [
    { label: "Name", type: fieldTypes.text.initial, required: true },
    { label: "Email", type: fieldTypes.email.initial, required: true },
    { label: "Message", type: fieldTypes.long_text.initial, required: true },
    { label: "Sent at", type: fieldTypes.created_at.initial },
  ];
  for (const field of fields) batch.add(addField(batch.reader, { modelId, ...field }, random));
  return modelId;
}

/** Commands of one batch, each on the result of those before. */
class Batch {
  reader: DefinitionReader;
  readonly operations: EditOperation[] = [];

  constructor(reader: DefinitionReader) {
    this.reader = reader;
  }

  add<Command extends EditCommand>(command: Command): Command {
    const applied = applyEdits(this.reader.definition, command.operations);
    // Every command is made for the definition that it is given.
    if (!applied.ok) throw new Error(applied.refusal.message);
    this.reader = readDefinition(applied.definition);
    this.operations.push(...command.operations);
    return command;
  }
}
