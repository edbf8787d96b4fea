import type { TemplateId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { TemplateRecord } from "../../definition/records/template.ts";
import { type AccountMailName, accountMails } from "../../email/account-mails.ts";
import { pageTextsFor } from "../../page-texts/registry.ts";
import type { TemplateLookup, TemplateUnit } from "../../templates/syntax/parsed-template.ts";
import { templateUnit } from "../../templates/syntax/template-unit.ts";
import { accountMailSource, generatedMailName, MAIL_BASE, mailBase, ownMailName } from "./mail-sources.ts";

/** The templates of an app's mails, by name: those that are generated, and the builder's own. */
export interface MailTemplates {
  readonly lookup: TemplateLookup;
  /** What a mail of accounts is made from: the builder's `mails/<name>.html`, else the generated one. */
  entry(name: AccountMailName): TemplateUnit;
  /** The source that a builder begins with. */
  generated(name: AccountMailName): TemplateUnit;
  byId(id: TemplateId): TemplateUnit | undefined;
}

export function mailTemplates(reader: DefinitionReader): MailTemplates {
  const once = (key: string, make: () => TemplateUnit): TemplateUnit => reader.derive(`template ${key}`, make);
  const unitOf = (record: TemplateRecord | undefined): TemplateUnit | undefined =>
    record && once(record.id, () => templateUnit(record.name, record.source, record.id));
  const own = (name: string): TemplateUnit | undefined => unitOf(reader.templateByName(name));
  const generated = (name: AccountMailName): TemplateUnit => {
    const { locale } = reader.definition.settings;
    const unitName = generatedMailName(name);
    return once(unitName, () => templateUnit(unitName, accountMailSource(name, pageTextsFor(locale).mails)));
  };
  const builtIn = (name: string): TemplateUnit | undefined => {
    if (name === MAIL_BASE) return once(name, () => templateUnit(name, mailBase()));
    const mail = accountMails.find((candidate) => generatedMailName(candidate) === name);
    return mail && generated(mail);
  };
  return {
    lookup: (name) => own(name) ?? builtIn(name),
    entry: (name) => own(ownMailName(name)) ?? generated(name),
    generated,
    byId: (id) => unitOf(reader.template(id)),
  };
}
