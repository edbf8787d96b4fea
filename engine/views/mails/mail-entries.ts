import type { DefinitionReader } from "../../definition/reader.ts";
import type { MailTemplateRecord } from "../../definition/records/mail-template.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import { type AccountMailName, accountMails } from "../../email/account-mails.ts";
import type { RouteTable } from "../../routing/compile-routes.ts";
import type { TemplateScope } from "../../templates/analyze/template-scope.ts";
import type { TemplateLookup, TemplateUnit } from "../../templates/syntax/parsed-template.ts";
import { mailScope, rowMailScope } from "./mail-scope.ts";
import { MAIL_BASE } from "./mail-sources.ts";
import { type MailTemplates, mailTemplates } from "./mail-templates.ts";

/** A mail of an app: one of accounts, or one of the builder's own. */
export type MailKind =
  | { readonly of: "account"; readonly name: AccountMailName }
  | { readonly of: "builder"; readonly record: MailTemplateRecord };

/** A mail with everything that its template is analysed with. */
export interface MailEntry {
  readonly kind: MailKind;
  readonly unit: TemplateUnit;
  readonly lookup: TemplateLookup;
  readonly scope: TemplateScope;
}

/** All mails of an app: those of accounts, whether taken over or not, and the builder's, whose template exists. */
export function mailEntries(
  reader: DefinitionReader,
  routes: RouteTable<RouteRecord>,
  templates: MailTemplates = mailTemplates(reader),
): readonly MailEntry[] {
  const { lookup } = templates;
  const scope = mailScope(reader, routes);
  const ofAccounts = accountMails.map(
    (name): MailEntry => ({ kind: { of: "account", name }, unit: templates.entry(name), lookup, scope }),
  );
  const ofBuilder = reader.ofKind("mailTemplate").flatMap((record): MailEntry[] => {
    const unit = templates.byId(record.templateId);
    const model = record.modelId && reader.model(record.modelId);
    return unit
      ? [{ kind: { of: "builder", record }, unit, lookup, scope: model ? rowMailScope(scope, model) : scope }]
      : [];
  });
  return [...ofAccounts, ...ofBuilder];
}

/** Those in which a template of the builder takes part. */
export function ownMailEntries(reader: DefinitionReader, routes: RouteTable<RouteRecord>): readonly MailEntry[] {
  const isLayoutOwn = reader.templateByName(MAIL_BASE) !== undefined;
  return mailEntries(reader, routes).filter(({ unit }) => unit.recordId !== undefined || isLayoutOwn);
}
