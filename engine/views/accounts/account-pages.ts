import type { DefinitionReader } from "../../definition/reader.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import { accountsOf } from "../../definition/users.ts";
import { signUpForm } from "../../forms/sign-up-form.ts";
import { pageTextsFor } from "../../page-texts/registry.ts";
import type { User } from "../../principal.ts";
import type { RouteTable } from "../../routing/compile-routes.ts";
import { FORMS_INPUT, type FormScope, type FormWriters } from "../../templates/analyze/form-scope.ts";
import { type CompiledTemplate, compileTemplate, type TemplateData } from "../../templates/render/compile-template.ts";
import { templateUnit } from "../../templates/syntax/template-unit.ts";
import { listOf, objectOf, scalar } from "../../value-types/value-type.ts";
import { appVariable } from "../app-variable.ts";
import { inScope } from "../forms/page-forms.ts";
import { type RequestOfPage, requestVariable } from "../request-variable.ts";
import { viewScopes } from "../view-scope.ts";
import { BASE_TEMPLATE, viewTemplates } from "../view-templates.ts";
import { type AccountPageName, accountSource } from "./account-sources.ts";

export interface ShownSession {
  readonly id: number;
  readonly browser: string;
  readonly address: string;
  /** RFC 3339 with Z. */
  readonly seen: string;
  readonly is_this: boolean;
}

/** What a page of accounts shows. */
export interface ShownAccount {
  readonly email?: string;
  readonly name?: string;
  /** A new address as it was typed. */
  readonly typed?: string;
  readonly sessions?: readonly ShownSession[];
  readonly next?: string;
  /** What was wrong with what was sent. */
  readonly problem?: string;
  /** What was done. */
  readonly notice?: string;
  /** Without it the page says only what is wrong, or what was done. */
  readonly form: boolean;
  /** The link has ended, and a new one can be sent to the same address. */
  readonly again?: boolean;
  /** Whether the page may offer a link for a new password: mail can be sent. */
  readonly can_reset?: boolean;
  /** Whether people sign up by themselves. */
  readonly can_sign_up?: boolean;
}

export interface AccountPage {
  readonly template: CompiledTemplate;
  /** `forms`: of the page that has one, the form as it is shown. */
  data(
    request: RequestOfPage & { readonly user: User | null },
    account: ShownAccount,
    forms?: FormWriters,
  ): TemplateData;
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

const NOTHING = {
  method: "post",
  email: "",
  name: "",
  typed: "",
  sessions: [],
  next: "",
  problem: "",
  notice: "",
  again: false,
  can_reset: false,
  can_sign_up: false,
};

/** No route of the builder: it gives the template the variables that every page has. */
const ACCOUNT_ROUTE: RouteRecord = {
  kind: "route",
  id: "rte_account" as RouteRecord["id"],
  name: "",
  label: "",
  path: "/",
  view: { name: "account" },
  order: "a",
};

/** A page of accounts in the layout of the app; in the built-in one where the builder's cannot show it. */
export function accountPage(
  reader: DefinitionReader,
  routes: RouteTable<RouteRecord>,
  name: AccountPageName,
): AccountPage {
  const { locale } = reader.definition.settings;
  const templates = viewTemplates(reader, routes);
  const own = templates.lookup(ACCOUNT_ROUTE);
  const plain = viewScopes(reader, routes).of(ACCOUNT_ROUTE);
  const form = name === "sign-up" ? signUpForm(reader) : undefined;
  const forms: FormScope = { find: (asked) => (asked === undefined && form ? inScope(form) : undefined), names: [] };
  const scope = { ...plain, variables: { ...plain.variables, account: accountType }, forms };
  const source = accountSource(name, pageTextsFor(locale).accounts, accountsOf(reader).passwordLength);
  const entry = templateUnit(`_accounts/${name}.html`, source);
  let result = compileTemplate({ entry, lookup: own, scope });
  if (!result.ok) {
    const base = templateUnit(BASE_TEMPLATE, templates.baseSource);
    result = compileTemplate({ entry, lookup: (asked) => (asked === BASE_TEMPLATE ? base : own(asked)), scope });
  }
  if (!result.ok) throw new Error(`The page ${name} has problems: ${result.problems.map(({ code }) => code).join()}`);
  const app = appVariable(reader);
  const { template } = result;
  return {
    template,
    data: ({ user, ...request }, account, writers = new Map()) => ({
      app,
      [FORMS_INPUT]: writers,
      ...requestVariable(request, { route: "", template }),
      user,
      params: {},
      account: { ...NOTHING, ...account },
    }),
  };
}
