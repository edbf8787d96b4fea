import type { ModelId, TemplateId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { compileRoutes } from "#engine/routing/compile-routes";
import { type MailEntry, mailEntries } from "#engine/views/mails/mail-entries";
import { accountMailLabels } from "#engine/views/mails/mail-labels";

/** A mail of the draft, as the screen lists it. */
export interface ListedMail {
  /** In the address, and for the server: the name of a mail of accounts, or an id. */
  readonly key: string;
  readonly label: string;
  /** When it is sent, or what it is about. */
  readonly about: string;
  readonly entry: MailEntry;
  /** The builder's own template; absent for one that is built in. */
  readonly templateId: TemplateId | undefined;
  readonly modelId: ModelId | undefined;
}

export function mailsOfDraft(reader: DefinitionReader): readonly ListedMail[] {
  return mailEntries(reader, compileRoutes(reader.routes)).map((entry): ListedMail => {
    const { kind, unit } = entry;
    if (kind.of === "account") {
      const { label, sent } = accountMailLabels[kind.name];
      return { key: kind.name, label, about: sent, entry, templateId: unit.recordId, modelId: undefined };
    }
    const { id, label, modelId } = kind.record;
    const model = modelId && reader.model(modelId);
    const about = model ? `About a row of ${model.label}` : "About no row";
    return { key: id, label, about, entry, templateId: unit.recordId, modelId: model?.id };
  });
}
