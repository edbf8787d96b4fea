import type { MailSettings } from "../../definition/app-definition.ts";
import {
  type MailTemplateId,
  type ModelId,
  makeRecordId,
  type RandomBytes,
  type TemplateId,
} from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { type AccountMailName, isAccountMail } from "../../email/account-mails.ts";
import { templateText } from "../../view-types/defaults/template-text.ts";
import { accountMailLabels } from "../../views/mails/mail-labels.ts";
import { MAIL_BASE, mailBase, ownMailName } from "../../views/mails/mail-sources.ts";
import { mailTemplates } from "../../views/mails/mail-templates.ts";
import { shorten } from "../describe-record.ts";
import { SETTINGS_ID } from "../edit.ts";
import { create, type EditCommand, remove, update } from "./edit-command.ts";
import { mailNameFor } from "./names.ts";
import { orderAt } from "./order.ts";
import { freeTemplateName } from "./templates.ts";

type WithTemplate = EditCommand & { readonly templateId: TemplateId };

/** Copies a mail of accounts, or the layout of all mails, as the builder's own. Mails look the same until it is changed. */
export function takeOverMail(
  reader: DefinitionReader,
  which: AccountMailName | "layout",
  random: RandomBytes,
): WithTemplate {
  const name = which === "layout" ? MAIL_BASE : ownMailName(which);
  const label =
    which === "layout" ? "Take over the layout of mails" : `Take over the mail ${accountMailLabels[which].label}`;
  const known = reader.templateByName(name);
  if (known) return { label, operations: [], templateId: known.id };
  const id = makeRecordId("template", random);
  const source = which === "layout" ? mailBase() : mailTemplates(reader).generated(which).source;
  const order = orderAt(reader.templates, undefined);
  return { label, operations: [create({ kind: "template", id, name, source, order })], templateId: id };
}

/** A mail of the builder's, with a template that shows the row which it is about. */
export function addMail(
  reader: DefinitionReader,
  input: { readonly label: string; readonly modelId?: ModelId },
  random: RandomBytes,
): WithTemplate & { readonly mailId: MailTemplateId } {
  const { label, modelId } = input;
  const name = mailNameFor(reader, label);
  const templateId = makeRecordId("template", random);
  const mailId = makeRecordId("mailTemplate", random);
  const stem = name.replaceAll("_", "-");
  const template = create({
    kind: "template",
    id: templateId,
    // A name of its own: under that of a mail of accounts it would take that one over.
    name: freeTemplateName(reader, `mails/${isAccountMail(stem) ? `${stem}-mail` : stem}`),
    source: startOf(label, modelId !== undefined),
    order: orderAt(reader.templates, undefined),
  });
  const mail = create({
    kind: "mailTemplate",
    id: mailId,
    name,
    label,
    ...(modelId === undefined ? {} : { modelId }),
    templateId,
    order: orderAt(reader.ofKind("mailTemplate"), undefined),
  });
  return { label: `Add mail ${shorten(label)}`, operations: [template, mail], templateId, mailId };
}

const startOf = (label: string, hasRow: boolean): string => `{% extends "${MAIL_BASE}" %}

{% block subject %}${templateText(label)} – {{ app.label }}{% endblock %}

{% block main %}
<h1 class="ink" style="margin:0 0 16px;font-size:20px;line-height:28px;font-weight:600;color:#1b1d29">${templateText(label)}</h1>
<p class="ink" style="margin:0 0 16px;color:#1b1d29">${hasRow ? "{{ record }}" : "…"}</p>
{% endblock %}
`;

/** The mail and its template, unless that is used elsewhere. */
export function deleteMail(reader: DefinitionReader, { mailId }: { readonly mailId: MailTemplateId }): EditCommand {
  const mails = reader.ofKind("mailTemplate");
  const mail = mails.find(({ id }) => id === mailId);
  if (!mail) return { label: "Delete mail", operations: [] };
  const template = reader.template(mail.templateId);
  const isShared = mails.some(({ id, templateId }) => id !== mailId && templateId === mail.templateId);
  return {
    label: `Delete mail ${shorten(mail.label)}`,
    operations: [remove(mailId), ...(template && !isShared ? [remove(template.id)] : [])],
  };
}

/** Who mails are from, and what stands below them; an empty text is none. */
export function changeMailSettings(
  reader: DefinitionReader,
  change: { readonly [Key in keyof MailSettings]?: string },
): EditCommand {
  const mail = Object.entries({ ...reader.definition.settings.mail, ...change }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== "",
  );
  return {
    label: "Change the sender of mails",
    operations: [update(SETTINGS_ID, { mail: mail.length === 0 ? undefined : Object.fromEntries(mail) })],
  };
}
