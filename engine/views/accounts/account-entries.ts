import type { DefinitionReader } from "../../definition/reader.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import { accountsOf, usersModelOf } from "../../definition/users.ts";
import { signUpForm } from "../../forms/sign-up-form.ts";
import { pageTextsFor } from "../../page-texts/registry.ts";
import type { RouteTable } from "../../routing/compile-routes.ts";
import type { FormScope } from "../../templates/analyze/form-scope.ts";
import type { TemplateScope } from "../../templates/analyze/template-scope.ts";
import type { TemplateLookup, TemplateUnit } from "../../templates/syntax/parsed-template.ts";
import { templateUnit } from "../../templates/syntax/template-unit.ts";
import { listOf, objectOf, scalar } from "../../value-types/value-type.ts";
import { inScope } from "../forms/page-forms.ts";
import { viewScopes } from "../view-scope.ts";
import { viewTemplates } from "../view-templates.ts";
import { ACCOUNT_ROUTE } from "./account-route.ts";
import { type AccountPageName, accountPages, accountSource } from "./account-sources.ts";

/** The name under which a builder takes a page of accounts over. */
export const ownAccountPage = (name: AccountPageName): string => `accounts/${name}.html`;

/** A page of accounts with everything that its template is analysed with. */
export interface AccountEntry {
  readonly name: AccountPageName;
  readonly unit: TemplateUnit;
  readonly lookup: TemplateLookup;
  readonly scope: TemplateScope;
}

const TEXT = scalar("text");
/** `method`: the form of a page of accounts is sent as no form of a builder is, so its template does not say it. */
const accountType = objectOf({
  method: TEXT,
  email: TEXT,
  name: TEXT,
  typed: TEXT,
  sessions: listOf(
    objectOf({
      ...{ id: scalar("int"), browser: TEXT, address: TEXT },
      ...{ seen: scalar("timestamp"), is_this: scalar("bool") },
    }),
  ),
  next: TEXT,
  problem: TEXT,
  notice: TEXT,
  form: scalar("bool"),
  again: scalar("bool"),
  can_reset: scalar("bool"),
  can_sign_up: scalar("bool"),
});

/** The built-in page, in the language of the app: what a builder begins with who takes it over. */
export function generatedAccountPage(reader: DefinitionReader, name: AccountPageName): TemplateUnit {
  const { locale } = reader.definition.settings;
  const unitName = `_accounts/${name}.html`;
  const make = () =>
    templateUnit(unitName, accountSource(name, pageTextsFor(locale).accounts, accountsOf(reader).passwordLength));
  return reader.derive(`template ${unitName}`, make);
}

/** A page of accounts as the builder's template of its name makes it, else the built-in one. */
export function accountEntry(
  reader: DefinitionReader,
  routes: RouteTable<RouteRecord>,
  name: AccountPageName,
): AccountEntry {
  const templates = viewTemplates(reader, routes);
  // No query is run for a page of accounts.
  const { queries: _, ...plain } = viewScopes(reader, routes).of(ACCOUNT_ROUTE);
  const form = name === "sign-up" ? signUpForm(reader) : undefined;
  const forms: FormScope = { find: (asked) => (asked === undefined && form ? inScope(form) : undefined), names: [] };
  return {
    name,
    unit: templates.byName(ownAccountPage(name)) ?? generatedAccountPage(reader, name),
    lookup: templates.lookup(ACCOUNT_ROUTE),
    scope: { ...plain, variables: { ...plain.variables, account: accountType }, forms },
  };
}

/** The pages of accounts that the builder has taken over; an app without users has none. */
export function ownAccountEntries(reader: DefinitionReader, routes: RouteTable<RouteRecord>): readonly AccountEntry[] {
  if (!usersModelOf(reader)) return [];
  return accountPages
    .filter((name) => reader.templateByName(ownAccountPage(name)))
    .map((name) => accountEntry(reader, routes, name));
}
