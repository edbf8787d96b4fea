import { describe, expect, it } from "vitest";
import { app, model, text } from "../../../tests/builders.ts";
import { withUsers } from "../../../tests/support/users.ts";
import { readDefinition } from "../../definition/reader.ts";
import { compileRoutes } from "../../routing/compile-routes.ts";
import { DEFAULT_LIMITS } from "../../templates/render/compile-template.ts";
import { accountPage } from "./account-pages.ts";
import { accountPages } from "./account-sources.ts";

const definition = app(model("book", text("title")));
const request = { method: "GET", path: "/", origin: "http://x", time: "2026-01-01T00:00:00Z", user: null };

describe("the pages of accounts", () => {
  it.each(
    accountPages
      .filter((name) => name !== "sign-up" && name !== "sessions")
      .flatMap((name) => ["en", "de", "fr", "es", "ar"].map((locale) => [name, locale] as const)),
  )("%s is a page in %s that escapes what was typed", (name, locale) => {
    const reader = readDefinition({ ...definition, settings: { ...definition.settings, locale } });
    const page = accountPage(reader, compileRoutes([]), name);
    const typed = '"><script>alert(1)</script>';
    const data = page.data(request, { form: true, email: typed, name: typed, next: typed, problem: typed });
    const result = page.template.render(data, { ...DEFAULT_LIMITS, now: () => 0, deadline: 1_000 });
    const html = result.ok ? result.html : "";
    expect(html).toContain('<form class="form" method="post">');
    expect(html).not.toContain("<script>");
    expect(html.match(/<label for="([^"]+)">/g)?.length ?? 0).toBe(html.match(/ required/g)?.length ?? 0);
  });

  it("of devices lists them, each with a button that ends it except the one that looks", () => {
    const page = accountPage(readDefinition(definition), compileRoutes([]), "sessions");
    const seen = "2026-01-01T00:00:00Z";
    const sessions = [
      { id: 1, browser: "<b>Firefox", address: "::1", seen, is_this: true },
      { id: 2, browser: "Edge", address: "::2", seen, is_this: false },
    ];
    const result = page.template.render(page.data(request, { form: true, sessions }), {
      ...DEFAULT_LIMITS,
      now: () => 0,
      deadline: 1_000,
    });
    const html = result.ok ? result.html : "";
    expect(html.match(/name="end" value="(\d+)"/g)).toEqual(['name="end" value="2"']);
    expect(html).toContain("&lt;b&gt;Firefox");
    expect(html).toContain('name="others"');
  });

  it("of signing up shows its form where the template places it", () => {
    const page = accountPage(readDefinition(withUsers(definition)), compileRoutes([]), "sign-up");
    const writer = {
      instead: undefined,
      ...{ open: () => "<form>", errors: () => "<p>wrong</p>", field: () => "", rest: () => "<input>" },
      ...{ submit: () => "<button>", lines: () => undefined, close: () => "</form>" },
      state: { is_sent: false, is_done: false, has_errors: false, values: {}, errors: {} },
    };
    const data = page.data(request, { form: true }, new Map([["~accounts.sign-up", writer]]));
    const result = page.template.render(data, { ...DEFAULT_LIMITS, now: () => 0, deadline: 1_000 });
    expect(result.ok && result.html).toMatch(/<form><p>wrong<\/p><input><p class="actions"><button><\/p><\/form>/);
  });
});
