import { describe, expect, it } from "vitest";
import { app, model, text } from "../../../tests/builders.ts";
import { readDefinition } from "../../definition/reader.ts";
import { compileRoutes } from "../../routing/compile-routes.ts";
import { DEFAULT_LIMITS } from "../../templates/render/compile-template.ts";
import { accountPage } from "./account-pages.ts";
import { accountPages } from "./account-sources.ts";

const definition = app(model("book", text("title")));
const request = { method: "GET", path: "/", origin: "http://x", time: "2026-01-01T00:00:00Z", user: null };

describe("the pages of accounts", () => {
  it.each(accountPages.flatMap((name) => ["en", "de", "fr", "es", "ar"].map((locale) => [name, locale] as const)))(
    "%s is a page in %s that escapes what was typed",
    (name, locale) => {
      const reader = readDefinition({ ...definition, settings: { ...definition.settings, locale } });
      const page = accountPage(reader, compileRoutes([]), name);
      const typed = '"><script>alert(1)</script>';
      const data = page.data(request, { form: true, email: typed, name: typed, next: typed, problem: typed });
      const result = page.template.render(data, { ...DEFAULT_LIMITS, now: () => 0, deadline: 1_000 });
      const html = result.ok ? result.html : "";
      expect(html).toContain('<form class="form" method="post">');
      expect(html).not.toContain("<script>");
      expect(html.match(/<label for="([^"]+)">/g)?.length ?? 0).toBe(html.match(/ required/g)?.length ?? 0);
    },
  );
});
