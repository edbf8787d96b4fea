import { expect, type Page, test } from "@playwright/test";
import { readDefinition } from "#engine/definition/reader";
import { openApiDocument } from "#engine/export/openapi/openapi-document";
import { apiDocsAssets, apiDocsUrls } from "#engine/export/openapi/page/api-docs-assets";
import { apiDocsPage } from "#engine/export/openapi/page/api-docs-page";
import { axe } from "../support/axe.ts";
import { bookshop } from "../support/open-apis.ts";

/**
 * The page of an app's API in a browser: legible in every light and width, usable by keyboard, and its script. The page
 * and its files are the engine's; the API behind it is played, so that what is sent can be looked at.
 */
const origin = "http://shop.localhost";
const document = openApiDocument(readDefinition(bookshop()), { serverUrl: origin, version: "7" });
const html = apiDocsPage(document, { ...apiDocsUrls, documentHref: "/api/openapi.json" });
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

interface Call {
  readonly method: string;
  readonly url: string;
  readonly key: string | undefined;
  readonly body: string | null;
}

async function openDocs(page: Page): Promise<Call[]> {
  const calls: Call[] = [];
  await page.route(`${origin}/**`, async (route) => {
    const request = route.request();
    const { pathname } = new URL(request.url());
    if (pathname === "/api/docs") {
      const headers = { "content-security-policy": POLICY };
      return route.fulfill({ body: html, contentType: "text/html; charset=utf-8", headers });
    }
    const asset = apiDocsAssets[pathname as keyof typeof apiDocsAssets];
    if (asset) return route.fulfill({ body: asset.content, contentType: asset.type });
    const key = (await request.headerValue("authorization")) ?? undefined;
    calls.push({ method: request.method(), url: request.url(), key, body: request.postData() });
    const json = { results: [{ id: 1, title: "<img src=x onerror=alert(1)>" }], next: null, previous: null };
    return route.fulfill({ json, headers: { etag: '"3-abc"' } });
  });
  const failures: string[] = [];
  page.on("pageerror", (error) => failures.push(error.message));
  await page.goto(`${origin}/api/docs`);
  expect(failures).toEqual([]);
  return calls;
}

for (const { colorScheme, width } of [
  { colorScheme: "light", width: 1440 },
  { colorScheme: "dark", width: 390 },
] as const) {
  test(`is legible: ${colorScheme}, ${width} px`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    await openDocs(page);
    await page.locator("#listBooks .try > summary").click();
    await page.locator("#listBooks").getByRole("button", { name: "Add a filter" }).click();
    const { violations } = await axe(page).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target}`)).toEqual([]);
    expect(await page.evaluate(() => window.document.documentElement.scrollWidth)).toBe(width);
  });
}

test("sends what the form says, with the key, and forgets the key", async ({ page }) => {
  const calls = await openDocs(page);
  const keyInput = page.getByRole("textbox", { name: "API key", exact: true });
  await keyInput.fill("qk_a_secret");
  const list = page.locator("#listBooks");
  await list.locator(".try > summary").click();
  await list.getByLabel("limit").fill("2");
  await list.getByRole("button", { name: "Add a filter" }).click();
  await list.getByLabel("Look-up").selectOption("title__icontains");
  await list.getByLabel("Value").fill("it's & co");
  // Enter sends, as in any form.
  await list.getByLabel("Value").press("Enter");
  await expect(list.locator(".outcome")).toContainText("200");
  const url = `${origin}/api/v1/books?limit=2&title__icontains=it%27s%20%26%20co`;
  expect(calls).toEqual([{ method: "GET", url, key: "Bearer qk_a_secret", body: null }]);
  // The command is the same request, and does not show the key.
  await expect(list.locator(".curl code")).toHaveText(`curl '${url}' \\\n  -H "Authorization: Bearer $API_KEY"`);
  await expect(list.locator(".answer")).toContainText("<img src=x onerror=alert(1)>");
  expect(await page.locator("img").count()).toBe(0);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, window.document.cookie])).toEqual([
    0,
    0,
    "",
  ]);
  await page.reload();
  await expect(keyInput).toHaveValue("");
});

test("sends bodies as they are typed", async ({ page }) => {
  const calls = await openDocs(page);
  const update = page.locator("#updateBook");
  await update.locator(".try > summary").click();
  await update.getByLabel("id").fill("12");
  await update.getByLabel("Body").fill('{"title": null}');
  await update.getByRole("button", { name: "Send" }).click();
  await expect(update.locator(".outcome")).toContainText("200");
  expect(calls).toEqual([
    { method: "PATCH", url: `${origin}/api/v1/books/12`, key: undefined, body: '{"title": null}' },
  ]);
});

test("can be read without its script [SER-04]", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await openDocs(page);
  await expect(page.getByRole("heading", { name: "List books" })).toBeVisible();
  await expect(page.getByText("Try it").first()).toBeHidden();
  await expect(page.getByRole("button", { name: "Copy" }).first()).toBeHidden();
  await context.close();
});
