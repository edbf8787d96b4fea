import { describe, expect, it } from "vitest";
import { themeCss, themeUrl } from "../theme/theme.ts";
import { badRequestPage, busyPage, closedPage, failedPage, notFoundPage, notPublishedPage } from "./error-page.ts";

describe("error pages", () => {
  it("escape everything that they are told", () => {
    const app = { label: "<b>&", locale: "en", links: [{ label: "<i>", path: '/"><script>' }] };
    for (const { html } of [
      notFoundPage(app),
      closedPage(app, "known"),
      badRequestPage(app, "<u>"),
      failedPage(app, "<u>"),
      busyPage(undefined, "<u>"),
      notPublishedPage("<b>"),
    ]) {
      expect(html).not.toMatch(/<[biu]>|<script/);
    }
  });
  it("carry their status and the reference number", () => {
    expect(
      [
        notFoundPage(),
        closedPage(undefined, "anonymous"),
        failedPage(undefined, "r-1"),
        busyPage(undefined, "r-1"),
        notPublishedPage(),
      ].map(({ status }) => status),
    ).toEqual([404, 403, 500, 503, 404]);
    expect(failedPage(undefined, "r-1").html).toContain("<code>r-1</code>");
  });
});

describe("the theme", () => {
  it("is under 20 kB, loads nothing and has an address of its own text", () => {
    expect(themeCss.length).toBeLessThan(20_000);
    expect(themeCss).not.toMatch(/url\(|@import|expression/);
    expect(themeUrl).toMatch(/^\/_quintet\/theme\.css\?v=[a-z0-9]+$/);
  });
});
