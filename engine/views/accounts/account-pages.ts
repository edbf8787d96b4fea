import type { DefinitionReader } from "../../definition/reader.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import type { User } from "../../principal.ts";
import type { RouteTable } from "../../routing/compile-routes.ts";
import { FORMS_INPUT, type FormWriters } from "../../templates/analyze/form-scope.ts";
import { type CompiledTemplate, compileTemplate, type TemplateData } from "../../templates/render/compile-template.ts";
import type { TemplateLookup } from "../../templates/syntax/parsed-template.ts";
import { templateUnit } from "../../templates/syntax/template-unit.ts";
import { appVariable } from "../app-variable.ts";
import { type RequestOfPage, requestVariable } from "../request-variable.ts";
import { BASE_TEMPLATE, viewTemplates } from "../view-templates.ts";
import { accountEntry, generatedAccountPage } from "./account-entries.ts";
import type { AccountPageName } from "./account-sources.ts";

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

/**
 * A page of accounts in the layout of the app: the builder's own, the built-in one where that cannot be shown, and in the
 * built-in layout where the builder's cannot show it.
 */
export function accountPage(
  reader: DefinitionReader,
  routes: RouteTable<RouteRecord>,
  name: AccountPageName,
): AccountPage {
  const { unit, lookup, scope } = accountEntry(reader, routes, name);
  const entry = generatedAccountPage(reader, name);
  let result = compileTemplate({ entry: unit, lookup, scope });
  if (!result.ok && unit.recordId !== undefined) result = compileTemplate({ entry, lookup, scope });
  if (!result.ok) {
    const base = templateUnit(BASE_TEMPLATE, viewTemplates(reader, routes).baseSource);
    const plain: TemplateLookup = (asked, from) => (asked === BASE_TEMPLATE ? base : lookup(asked, from));
    result = compileTemplate({ entry, lookup: plain, scope });
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
