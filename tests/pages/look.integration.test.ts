import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { type AppTheme, defaultTheme } from "#engine/definition/app-theme";
import { base64OfBytes } from "#engine/definition/base64";
import { themeOf } from "#engine/views/theme/theme";
import { app, model, modelId, testId, text } from "../builders.ts";
import { png } from "../support/png.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** The look of an app: its style sheet, logo and favicon on its pages, and what is live after a publish. */
const logo = base64OfBytes(png({ width: 120, height: 40 }));
const favicon = base64OfBytes(png({ width: 32, height: 32, colour: [200, 30, 30] }));
const green: AppTheme = { ...defaultTheme, accent: "#1b7f3b", neutral: "sand", typeface: "book", logo, favicon };

function shop(theme?: AppTheme): AppDefinition {
  const made = app(model("book", text("title"), { rules: { read: "true" } } as never));
  const id = testId("route", "books");
  const view = { name: "list", modelId: modelId("book"), pageSize: 3 };
  const route = { kind: "route", id, name: "books", label: "Books", path: "/", view, access: "true", order: "i" };
  return {
    ...made,
    settings: { ...made.settings, ...(theme ? { theme } : {}) },
    records: { ...made.records, [id]: route },
  } as AppDefinition;
}

let served: ServedApp;
const get = (path: string) => served.request("GET", path);
const addresses = (html: string) => ({
  css: /href="(\/_quintet\/theme\.css\?v=[^"]+)"/.exec(html)?.[1] as string,
  logo: /<img src="(\/_quintet\/[a-z0-9]+)" alt="Test app" width="120" height="40">/.exec(html)?.[1] as string,
  icon: /<link rel="icon" href="(\/_quintet\/[a-z0-9]+)">/.exec(html)?.[1] as string,
});

beforeAll(async () => {
  served = await serveApp(shop(green));
});
afterAll(() => served?.close());

describe("the look of an app", () => {
  it("is on its pages and on its error pages", async () => {
    const page = addresses((await get("/")).text);
    expect(page.css).toBe(themeOf(green).url);
    expect(page.logo).toBeDefined();
    expect(page.icon).toBeDefined();
    const missing = await get("/nothing/");
    expect(missing.status).toBe(404);
    expect(addresses(missing.text)).toEqual(page);
  });

  it("is served for ever under its version, and pictures by their bytes with nosniff", async () => {
    const page = addresses((await get("/")).text);
    const css = await get(page.css);
    expect(css.status).toBe(200);
    expect(css.text).toContain("--accent:#1b7f3b");
    for (const path of [page.css, page.logo, page.icon]) {
      const { status, headers } = await get(path);
      expect(status).toBe(200);
      expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
      expect(headers["x-content-type-options"]).toBe("nosniff");
    }
    expect((await get(page.logo)).headers["content-type"]).toBe("image/png");
    expect((await served.request("POST", page.logo)).status).toBe(405);
  });

  it("is never kept under the version of another release, and other addresses are not found", async () => {
    const other = await get("/_quintet/theme.css?v=other");
    expect(other.text).toContain("--accent:#1b7f3b");
    expect(other.headers["cache-control"]).toBe("public, max-age=300");
    expect((await get("/_quintet/abc123")).status).toBe(404);
    // The default theme is there for pages of no app.
    expect((await get(themeOf().url)).text).toBe(themeOf().css);
  });

  it("changes with a publish: new addresses answer at once, though nobody told", async () => {
    const before = addresses((await get("/")).text);
    await served.publish(shop({ ...green, accent: "#a02060", favicon: undefined } as AppTheme));
    const after = addresses((await get("/")).text);
    expect(after.css).not.toBe(before.css);
    expect((await get(after.css)).text).toContain("--accent:#a02060");
    expect(after.logo).toBe(before.logo);
    expect((await get(before.icon)).status).toBe(404);
    expect((await get("/")).text).toContain('<link rel="icon" href="data:,">');
  });
});
