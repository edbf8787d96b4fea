import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow } from "#contract/http/data";
import { getDraft } from "#contract/http/drafts";
import type { AppDefinition } from "#engine/definition/app-definition";
import { app, fieldId, model, modelId, testId, text } from "../builders.ts";
import { redraw, type TestApp } from "../support/apps.ts";
import { pageRoute, pageTemplate, withRecords } from "../support/form-records.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** What a builder draws again on a live app: keys, names, models that come and go, and a page that cannot be published. */
test.describe.configure({ mode: "serial" });
test.use({ actionTimeout: 10_000 });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;

const OPEN = { rules: { read: "true", create: "true" }, api: true } as const;
const drawn = (link: string): AppDefinition =>
  withRecords(app(model("book", text("title", { required: true }), { ...OPEN, pluralLabel: "Books" })), [
    pageTemplate(
      "books.html",
      `<!doctype html><html lang="en"><head><title>Books</title></head><body>${link}</body></html>`,
    ),
    pageRoute("books", "/", {
      name: "list",
      modelId: modelId("book"),
      templateId: testId("template", "books.html"),
      pageSize: 10,
    }),
    pageRoute("book_new", "/new/", { name: "create", modelId: modelId("book") }),
    pageRoute("book", "/<int:id>/", { name: "detail", modelId: modelId("book") }),
  ]);

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const definition = drawn(
    '{% for book in page.items %}<a href="{% url "book" id=book.id %}">{{ book.title }}</a>{% endfor %}',
  );
  ({ quintet, app: shop } = await startWithLiveApp({ label: "Bookshop", definition }));
  for (const title of ["Dawn", "Kindred"])
    await quintet.call(createRow, {
      params: { appId: shop.appId, modelId: modelId("book") },
      body: { values: { title } },
    });
  ({ context, page } = await openStudio(browser, quintet));
  await page.setViewportSize({ width: 1440, height: 900 });
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const studio = (place: string) => `http://localhost:${quintet.port}/apps/${shop.appId}/${place}`;
const records = async () =>
  (await quintet.call(getDraft, { params: { draftId: shop.draftId } })).definition.records as AppDefinition["records"];
const panel = () => page.getByRole("dialog", { name: /publish/i });

test("keys are chosen before the first publish; a model that came and went publishes nothing [FLD-01] [MIG-15]", async () => {
  await page.goto(studio(`models/${modelId("book")}?view=list`));
  await expect(
    page.getByText("Book is published: its rows are known by their keys, so their kind stays."),
  ).toBeVisible();
  await expect(page.getByRole("radiogroup", { name: "Key of Book" })).toHaveCount(0);
  await page.getByRole("button", { name: "Add model" }).last().click();
  await page.getByLabel("Label of the new model").fill("Note");
  await page.keyboard.press("Enter");
  await expect
    .poll(async () => Object.values(await records()).some((one) => one.kind === "model" && one.label === "Note"))
    .toBe(true);
  const note = Object.values(await records()).find((one) => one.kind === "model" && one.label === "Note");
  await page.goto(studio(`models/${note?.id}?view=list`));
  const key = page.getByRole("radiogroup", { name: "Key of Note" });
  await expect(key.getByRole("radio", { checked: true })).toHaveAttribute("value", "identity");
  await key.locator("label").nth(1).click();
  await expect.poll(async () => (await records())[note?.id as never]).toMatchObject({ key: "uuid" });
  await page
    .getByRole("complementary", { name: "Model Note" })
    .getByRole("button", { name: "Delete", exact: true })
    .click();
  await expect.poll(async () => Object.hasOwn(await records(), note?.id as string)).toBe(false);
  await page.getByRole("link", { name: "Publish", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Nothing to publish" })).toBeVisible();
  await page.keyboard.press("Escape");
});

test("a page with a link that lacks its parameter is named, and blocks the publish until it is mended [OPS-01] [URL-06] [TPL-20]", async () => {
  const problems = panel().getByRole("region", { name: "Problems that block publishing" });
  const publish = panel().getByRole("button", { name: /^publish/i });
  await redraw(quintet, shop, drawn('<a href="{% url "book" %}">The book</a>'));
  await page.goto(studio("models?publish"));
  await expect(problems).toContainText(/id/);
  await expect(publish).toBeDisabled();
  await redraw(quintet, shop, drawn('<a href="{% url "nowhere" %}">Nowhere</a>'));
  await expect(problems).toContainText("nowhere");
  await redraw(quintet, shop, drawn("{% for book in page.items %}"));
  await expect(problems).toContainText("for");
  await expect(publish).toBeDisabled();
  // What is live is untouched by a draft that cannot be published.
  expect((await quintet.hosted(shop.slug, "/")).text).toContain('<a href="/1/">Dawn</a>');
  await redraw(
    quintet,
    shop,
    drawn('{% for book in page.items %}<a href="{% url "book" id=book.id %}">{{ book.title }}</a>{% endfor %}'),
  );
  await expect(problems).toHaveCount(0);
});

test("help is published without a change of a table, and a renamed model keeps its rows [FLD-27] [MIG-10] [MIG-03]", async () => {
  const publish = panel().getByRole("button", { name: /^publish/i });
  const tables = panel().getByText("No table changes.");
  await page.goto(studio(`models/${modelId("book")}?view=list&field=${fieldId("book", "title")}`));
  const help = page.getByRole("complementary", { name: "Field Title" }).getByRole("textbox", { name: "Help" });
  await help.fill("As it stands on the cover.");
  await help.blur();
  await expect
    .poll(async () => (await records())[fieldId("book", "title")])
    .toMatchObject({ help: "As it stands on the cover." });
  await page.getByRole("link", { name: "Publish", exact: true }).click();
  await expect(tables).toBeVisible();
  await publish.click();
  await expect(panel().getByText(/live in/i)).toBeVisible({ timeout: 30_000 });
  await expect(async () => {
    await page.goto(`http://${shop.slug}.localhost:${quintet.port}/new/`);
    await expect(page.getByLabel("Title")).toHaveAccessibleDescription("As it stands on the cover.", {
      timeout: 1_000,
    });
  }).toPass();

  await page.goto(studio(`models/${modelId("book")}?view=list`));
  const label = page
    .getByRole("complementary", { name: "Model Book" })
    .getByRole("textbox", { name: "One of them is called" });
  await label.fill("Volume");
  await label.press("Enter");
  await expect.poll(async () => (await records())[modelId("book")]).toMatchObject({ label: "Volume", name: "volume" });
  await page.getByRole("link", { name: "Publish", exact: true }).click();
  await expect(
    panel()
      .getByText(/rename/i)
      .first(),
  ).toBeVisible();
  await expect(tables).toHaveCount(0);
  await publish.click();
  await expect(panel().getByText(/live in/i)).toBeVisible({ timeout: 30_000 });
  await page.goto(studio(`data/${modelId("book")}`));
  await expect(
    page
      .getByRole("grid")
      .getByRole("row")
      .filter({ hasText: /Dawn|Kindred/ }),
  ).toHaveCount(2);
  await expect.poll(async () => (await quintet.hosted(shop.slug, "/")).text).toContain('<a href="/1/">Dawn</a>');
});
