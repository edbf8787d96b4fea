import { type BrowserContext, expect, type Locator, type Page, test } from "@playwright/test";
import { app, choice, model, relation, text } from "../builders.ts";
import { makeApp } from "../support/apps.ts";
import { openStudio } from "../support/open-studio.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** The canvas of models: its menu, and models that go from app to app by the clipboard. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  const shop = app(
    model("author", text("name", { required: true }), { pluralLabel: "Authors" }),
    model("book", text("title", { required: true }), choice("state", ["new", "used"]), relation("author", "author")),
  );
  await makeApp(quintet, "Bookshop", shop);
  await makeApp(quintet, "Library", app(model("shelf", text("room"))));
  ({ context, page } = await openStudio(browser, quintet));
  await openModels("Bookshop");
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

async function openModels(name: string): Promise<void> {
  await page.goto(`http://localhost:${quintet.port}/`);
  await page.getByRole("link", { name }).first().click();
  await page.getByRole("link", { name: "Models", exact: true }).click();
}
const node = (label: string) => page.getByRole("article", { name: `Model ${label}`, exact: true });
/** The canvas may still be moving to show what was selected before: then the click hits something else. */
async function select(part: Locator, shown: Locator): Promise<void> {
  await expect(async () => {
    await part.click();
    await expect(shown).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
}
const pickedText = (text: string) => page.getByRole("menuitem", { name: text });

test("has a menu for a model, a field and the empty canvas [MOD-01]", async () => {
  await node("Book").getByRole("heading").click({ button: "right" });
  await expect(page.getByRole("menuitem")).toHaveText([
    /^Add field/,
    /^Relate to another model/,
    /^Rename/,
    /^Duplicate/,
    /^Copy/,
    /^Show its rows/,
    /^Delete/,
  ]);
  await pickedText("Add field").click();
  await page.keyboard.type("Pages");
  await page.keyboard.press("Enter");
  await expect(node("Book").getByRole("button", { name: /^Pages/ })).toBeVisible();
  await page.keyboard.press("Escape");

  await node("Book")
    .getByRole("button", { name: /^Pages/ })
    .click({ button: "right" });
  await pickedText("Delete").click();
  await expect(node("Book").getByRole("button", { name: /^Pages/ })).toHaveCount(0);

  const canvas = await page.locator(".react-flow").boundingBox();
  await page.mouse.click((canvas?.x ?? 0) + 20, (canvas?.y ?? 0) + (canvas?.height ?? 0) - 120, { button: "right" });
  await pickedText("Add a model").click();
  await expect(page.getByLabel("Name of the model").or(page.getByRole("textbox").first())).toBeVisible();
  await page.keyboard.press("Escape");
});

test("opens the menu by its key", async () => {
  await node("Book").getByRole("heading").click();
  await page.locator(".react-flow").focus();
  await page.keyboard.press("Shift+F10");
  await expect(page.getByRole("menuitem", { name: "Relate to another model" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.locator(".react-flow")).toBeFocused();
});

test("copies models into another app, with their fields and what relates them, as one step", async () => {
  await page.locator(".react-flow").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  await openModels("Library");
  await expect(node("Shelf")).toBeVisible();
  await page.locator(".react-flow").focus();
  await page.keyboard.press("Control+v");
  await expect(node("Author")).toBeVisible();
  await expect(node("Book").getByRole("button", { name: /^State, Choice/ })).toBeVisible();
  await expect(node("Book").getByRole("button", { name: /^Author, Relation/ })).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(node("Author")).toHaveCount(0);
  await expect(node("Book")).toHaveCount(0);
  await expect(node("Shelf")).toBeVisible();
});

test("copies a field to another model", async () => {
  await openModels("Bookshop");
  await select(
    node("Book").getByRole("button", { name: /^State/ }),
    page.getByRole("complementary", { name: "Field State" }),
  );
  await page.keyboard.press("Control+c");
  await select(
    node("Author").getByRole("heading"),
    page.getByRole("heading", { level: 1, name: "Author", exact: true }),
  );
  await page.keyboard.press("Control+v");
  await expect(node("Author").getByRole("button", { name: /^State, Choice/ })).toBeVisible();
});
