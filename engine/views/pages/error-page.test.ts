import { describe, expect, it } from "vitest";
import {
  badRequestPage,
  busyPage,
  closedPage,
  failedPage,
  notFoundPage,
  notPublishedPage,
  overLimitPage,
} from "./error-page.ts";

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
  it("speak the language of the app, in its direction", () => {
    const of = (locale: string) => notFoundPage({ label: "x", locale, links: [] }).html;
    expect(of("de-CH")).toContain('<html lang="de-CH" dir="ltr">');
    expect(of("de-CH")).toContain("<h1>Seite nicht gefunden</h1>");
    expect(of("fr")).toContain("<h1>Page introuvable</h1>");
    expect(of("es")).toContain("<h1>Página no encontrada</h1>");
    expect(of("ar")).toContain('<html lang="ar" dir="rtl">');
    expect(of("ar")).toContain("<h1>الصفحة غير موجودة</h1>");
    // There are no texts in Hebrew, so the page is English.
    expect(of("he")).toContain('<html lang="en" dir="ltr">');
  });
  it("give the reason of a refused address in the language of the page only", () => {
    const of = (locale: string) => badRequestPage({ label: "x", locale, links: [] }, "This is not a cursor.").html;
    for (const locale of ["en", "en-GB", "he"]) expect(of(locale)).toContain("This is not a cursor.");
    for (const locale of ["de", "fr", "es", "ar"]) expect(of(locale)).not.toContain("This is not a cursor.");
  });
  it("say which limit a page went over, and to whom builds it which page it is", () => {
    const { status, html } = overLimitPage(undefined, { limit: "time", route: "film_list", reference: "r-1" });
    expect(status).toBe(413);
    expect(html).toContain("This page takes too long to make.");
    expect(html).toContain("film_list");
    expect(html).not.toContain("Trying again");
  });
});
