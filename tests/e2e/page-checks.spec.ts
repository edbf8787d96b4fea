import { join } from "node:path";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { getDraft } from "#contract/http/drafts";
import type { AppDefinition } from "#engine/definition/app-definition";
import { testId } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { bookshop } from "../support/bookshop.ts";
import { openStudio } from "../support/open-studio.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** What people would stumble over is said while a page is built, where it is; and pictures of other hosts are not asked for. */
test.describe.configure({ mode: "serial", timeout: 60_000 });
test.use({ actionTimeout: 10_000 });
const TEMPLATE = testId("template", "checked.html");
const SOURCE = `{% extends "_default/base.html" %}
{% block main %}
<h1>Our books</h1>
<img src="https://pictures.example/shelf.png" srcset="https://pictures.example/big.png 2x" width="800" height="400">
<h4>Too deep</h4>
<video controls poster="https://pictures.example/poster.png" src="https://pictures.example/film.mp4" aria-label="A film"></video>
<p><a href="/"><img src="//pictures.example/icon.png" alt=""></a></p>
{% endblock %}
`;
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;
const asked: string[] = [];

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  const definition = bookshop();
  const id = testId("route", "checked");
  const route = { kind: "route", id, name: "checked", label: "Checked", path: "/checked/", access: "true", order: "z" };
  const records = {
    ...definition.records,
    [TEMPLATE]: { kind: "template", id: TEMPLATE, name: "checked.html", source: SOURCE, order: "i" },
    [id]: { ...route, view: { name: "template", templateId: TEMPLATE } },
  };
  shop = await makeApp(quintet, "Bookshop", { ...definition, records } as AppDefinition);
  // Findings never stop a publish.
  await publish(quintet, shop);
  ({ context, page } = await openStudio(browser, quintet));
  page.on("request", (request) => asked.push(request.url()));
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/pages/${TEMPLATE}?show=visual`);
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});
const canvas = () => page.frameLocator("iframe[title^='Page ']");
const problems = () => page.getByRole("region", { name: "Problems" });

test("pictures of other hosts are placeholders with their description, size and host, and nothing is asked of them", async () => {
  const pictures = canvas().locator("img");
  await expect(pictures).toHaveCount(2, { timeout: 20_000 });
  const sources = await pictures.evaluateAll((images) =>
    images.map((image) => decodeURIComponent(image.getAttribute("src") ?? "")),
  );
  expect(sources[0]).toContain("800 × 400 · pictures.example");
  expect(sources[1]).toContain("pictures.example");
  for (const source of sources) expect(source).toMatch(/^data:image\/svg\+xml,/);
  await expect(canvas().locator("video")).toHaveAttribute("poster", /^data:image/);
  // The picture is there, with the size that the page says.
  expect(
    await pictures.first().evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight]),
  ).toEqual([800, 400]);
  await page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/pages/${TEMPLATE}?show=source`);
  await expect(page.frameLocator("iframe[title^='Preview of']").locator("img").first()).toBeVisible({
    timeout: 20_000,
  });
  await expect(page.getByText("Pictures are drawn as placeholders here")).toBeVisible();
  expect(asked.filter((url) => url.includes("pictures.example"))).toEqual([]);
});

test("what people would stumble over is in the problem bar, leads to its element, and goes when it is mended", async () => {
  await page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/pages/${TEMPLATE}?show=visual`);
  await expect(canvas().getByRole("heading", { level: 1 })).toBeVisible({ timeout: 20_000 });
  await problems().getByRole("button").first().click();
  const list = page.getByRole("dialog");
  await expect(list.getByText(/This picture has no description/)).toBeVisible();
  await expect(list.getByText(/A heading of level 4 follows one of level 1/)).toBeVisible();
  await expect(list.getByText(/This link has no words/)).toBeVisible();
  const folder = process.env.QUINTET_SCREENSHOTS;
  if (folder) await page.screenshot({ path: join(folder, "page-checks-bar.png") });
  await list.getByRole("link", { name: /This picture has no description/ }).click();
  const inspector = page.getByRole("complementary", { name: "Image" });
  await expect(inspector.getByText(/This picture has no description/)).toBeVisible();
  if (folder) await page.screenshot({ path: join(folder, "page-checks-element.png") });
  await inspector.getByLabel("Description").fill("A shelf of books");
  await page.keyboard.press("Enter");
  await expect(inspector.getByText(/This picture has no description/)).toBeHidden();
  const source = async () => {
    const { definition } = await quintet.call(getDraft, { params: { draftId: shop.draftId } });
    const template = definition.records[TEMPLATE];
    return template?.kind === "template" ? template.source : "";
  };
  await expect.poll(source).toContain('alt="A shelf of books"');
  expect(asked.filter((url) => url.includes("pictures.example"))).toEqual([]);
});
