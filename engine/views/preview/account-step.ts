import type { DefinitionReader } from "../../definition/reader.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import { signUpForm } from "../../forms/sign-up-form.ts";
import { signUpWriter } from "../../forms/sign-up-writer.ts";
import type { Problem } from "../../problem.ts";
import type { RouteTable } from "../../routing/compile-routes.ts";
import { compileTemplate } from "../../templates/render/compile-template.ts";
import type { RenderBudget } from "../../templates/render/render-meter.ts";
import { accountEntry } from "../accounts/account-entries.ts";
import { accountPage, type ShownAccount } from "../accounts/account-pages.ts";
import { accountRoute } from "../accounts/account-route.ts";
import type { AccountPageName } from "../accounts/account-sources.ts";
import { formWords } from "../forms/form-words.ts";

interface Input {
  readonly name: AccountPageName;
  readonly ask: { readonly origin: string; readonly time: string };
  readonly budget: RenderBudget;
}

/** Of the steps of a preview (preview-page.ts), those of a page of accounts. */
type AccountStep =
  | { readonly kind: "broken"; readonly problems: readonly Problem[] }
  | { readonly kind: "stopped"; readonly message: string }
  | { readonly kind: "page"; readonly html: string; readonly address: string; readonly status: 200 };

/** A page of accounts as a preview shows it, for a person that there is not. */
export function accountStep(
  reader: DefinitionReader,
  routes: RouteTable<RouteRecord>,
  { name, ask: { origin, time }, budget }: Input,
): AccountStep {
  const { unit, lookup, scope } = accountEntry(reader, routes, name);
  const compiled = compileTemplate({ entry: unit, lookup, scope });
  if (!compiled.ok) return { kind: "broken", problems: compiled.problems };
  const address = accountRoute(name).path;
  const { template, data } = accountPage(reader, routes, name);
  const form = name === "sign-up" ? signUpForm(reader) : undefined;
  const given = { params: {}, user: null, time, record: undefined };
  const forms = form && new Map([[form.key, signUpWriter(form, formWords(reader), { facts: given }).writer]]);
  const request = { method: "GET", path: address, origin, time, user: null };
  const result = template.render(data(request, sampleAccount(time), forms), budget);
  if (!result.ok) return { kind: "stopped", message: result.problem.message };
  return { kind: "page", html: result.html, address, status: 200 };
}

const sampleAccount = (seen: string): ShownAccount => ({
  email: "ada@example.com",
  name: "Ada Example",
  next: "/",
  sessions: [
    { id: 1, browser: "Firefox", address: "192.0.2.1", seen, is_this: true },
    { id: 2, browser: "Safari", address: "192.0.2.2", seen, is_this: false },
  ],
  form: true,
  can_reset: true,
  can_sign_up: true,
});
