import { describe, expect, it } from "vitest";
import { seededRandom } from "../../tests/arbitraries/definitions.ts";
import { app, model, text } from "../../tests/builders.ts";
import { withUsers } from "../../tests/support/users.ts";
import type { AppDefinition } from "../definition/app-definition.ts";
import { readDefinition } from "../definition/reader.ts";
import { defaultAccounts } from "../definition/users.ts";
import { applyEdits } from "../edits/apply-edits.ts";
import { takeOverAccountPage } from "../edits/commands/account-pages.ts";
import { update } from "../edits/commands/edit-command.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import { DEFAULT_LIMITS } from "../templates/render/compile-template.ts";
import { accountPage } from "../views/accounts/account-pages.ts";
import { type AccountPageName, accountPages } from "../views/accounts/account-sources.ts";
import { checkApp } from "./check-app.ts";

const people = withUsers(app(model("book", text("title"))));
const inLocale = (locale: string): AppDefinition => ({
  ...people,
  settings: { ...people.settings, locale, accounts: { ...defaultAccounts, signUp: "open" } },
});

/** The app with a page taken over, and its source changed. */
function takenOver(definition: AppDefinition, name: AccountPageName, change = (source: string) => source) {
  const command = takeOverAccountPage(readDefinition(definition), name, seededRandom(5));
  const first = applyEdits(definition, command.operations);
  if (!first.ok) throw new Error(first.refusal.message);
  const { source = "" } = readDefinition(first.definition).template(command.templateId) ?? {};
  const result = applyEdits(first.definition, [update(command.templateId, { source: change(source) })]);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.definition;
}
const lostParts = (definition: AppDefinition) =>
  checkApp(definition).flatMap(({ code, message }) => (code === "USER_E006" ? [message] : []));
function shown(definition: AppDefinition, name: AccountPageName): string {
  const page = accountPage(readDefinition(definition), compileRoutes([]), name);
  const request = { method: "GET", path: "/", origin: "http://x", time: "2026-01-01T00:00:00Z", user: null };
  const data = page.data(request, { form: true, email: "ada@example.com", problem: "Wrong" });
  const result = page.template.render(data, { ...DEFAULT_LIMITS, now: () => 0, deadline: 1_000 });
  return result.ok ? result.html : "";
}

describe("pages of accounts that a builder has taken over", () => {
  it.each(
    accountPages
      .filter((name) => name !== "sign-up")
      .flatMap(
        (name) =>
          [
            [name, "en"],
            [name, "de"],
          ] as const,
      ),
  )("%s looks the same in %s, and adds no problem", (name, locale) => {
    const before = inLocale(locale);
    const after = takenOver(before, name);
    expect(shown(after, name)).toBe(shown(before, name));
    expect(checkApp(after)).toEqual(checkApp(before));
  });

  it("shows what the builder has changed", () => {
    const changed = takenOver(people, "sign-in", (source) => source.replace("<h1>Sign in", "<h1>Welcome to the club"));
    expect(shown(changed, "sign-in")).toContain("<h1>Welcome to the club</h1>");
  });

  it.each([
    ["sign-in", /<input[^>]*name="password"[^>]*>/, ['the input "password"']],
    ["sign-in", /<input[^>]*name="email"[^>]*>/, ['the input "email"']],
    ["confirm", / method="{{ account.method }}"/, ["its form,"]],
    ["reset", /{% if account.problem %}.*{% endif %}|{% elif account.problem %}\n.*/g, ["{{ account.problem }},"]],
    ["sign-up", /{% fields %}/, ["the fields of its form"]],
    ["sign-up", /{% form %}.*{% endform %}/, ["its form", "the fields of its form"]],
  ] as const)("%s must keep %s", (name, part, lost) => {
    const found = lostParts(takenOver(inLocale("en"), name, (source) => source.replace(part, "")));
    expect(found.map((message) => lost.some((what) => message.includes(what)))).toEqual(lost.map(() => true));
  });

  it("may have its form in a part that it includes", () => {
    const own = takenOver(people, "verify", (source) =>
      source.replace(/<form[\s\S]*<\/form>/, '{% include "code.html" %}'),
    );
    expect(lostParts(own).length).toBeGreaterThan(0);
    const part = { kind: "template", id: "tpl_code0000000000000", name: "code.html", order: "b" };
    const source = '<form method="{{ account.method }}">{{ account.problem }}<input name="code"></form>';
    const records = { ...own.records, [part.id]: { ...part, source } } as AppDefinition["records"];
    expect(lostParts({ ...own, records })).toEqual([]);
  });
});
