import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { app, date, integer, longText, model, text } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { openStudio } from "../support/open-studio.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** List, detail, new, edit and delete pages of a model, added in one action, by mouse and by keyboard; then used. */
test.describe.configure({ mode: "serial" });
test.use({ actionTimeout: 20_000 });
let quintet: Quintet;
let cinema: TestApp;
let context: BrowserContext;
let page: Page;
const errors: string[] = [];

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  const definition = app(
    model("movie", text("title", { required: true }), integer("year"), date("released"), longText("plot"), {
      pluralLabel: "Movies",
      rules: { read: "true" },
    }),
    model("studio", text("name", { required: true }), { pluralLabel: "Studios", key: "uuid" }),
  );
  cinema = await makeApp(quintet, "Cinema", definition);
  ({ context, page } = await openStudio(browser, quintet));
  page.on("pageerror", (error) => errors.push(String(error)));
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});
test.afterEach(() => expect(errors, "errors on the page").toEqual([]));

const studio = (place: string) => `http://localhost:${quintet.port}/apps/${cinema.appId}/${place}`;
const hosted = (path: string) => `http://${cinema.slug}.localhost:${quintet.port}${path}`;
const dialog = () => page.getByRole("dialog", { name: /^Pages of/ });
const rows = () => page.getByRole("region", { name: "Routes of the app" }).getByRole("row");

test("adds the five pages of a model by mouse, as one step that is undone by one undo [VIEW-04] [URL-01]", async () => {
  await page.goto(studio("routes"));
  await page.getByRole("button", { name: "Add pages of Movies" }).click();
  for (const name of ["List of Movies", "Page of one Movie", "New Movie page", "Edit Movie page", "Delete Movie page"])
    await expect(dialog().getByRole("checkbox", { name })).toBeChecked();
  await dialog().getByLabel("Who may add, change and delete Movies").selectOption("Anyone on the internet");
  const { violations } = await axe(page).analyze();
  expect(violations).toEqual([]);
  await shoot("dialog");
  await dialog().getByRole("button", { name: "Add 5 pages" }).click();
  await expect(rows()).toHaveCount(6);
  for (const name of [/Form for a new Movie/, /Form to edit one Movie/, /Form to delete one Movie/])
    await expect(page.getByRole("button", { name })).toBeVisible();
  await shoot("routes");
  await page.getByRole("button", { name: /^Undo/ }).first().click();
  await expect(page.getByRole("button", { name: "Add pages of Movies" })).toBeVisible();
  await page.getByRole("button", { name: /^Redo/ }).first().click();
  await expect(rows()).toHaveCount(6);
});

test("adds some pages of another model by keyboard alone, from the palette", async () => {
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Find anything" }).getByRole("combobox").fill("pages of studios");
  await page.keyboard.press("Enter");
  await expect(dialog().getByRole("button", { name: "Add 5 pages" })).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await expect(dialog().getByRole("checkbox", { name: "Delete Studio page" })).toBeFocused();
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await expect(rows()).toHaveCount(10);
  await expect(rows().filter({ hasText: "/studios/…/edit/" })).toHaveCount(1);
  await expect(rows().filter({ hasText: "/studios/…/delete/" })).toHaveCount(0);
});

test("a model's own panel says which of its pages are there, and adds those that are not", async () => {
  await page.goto(studio("models"));
  await page.getByRole("article", { name: "Model Studio", exact: true }).getByRole("heading").click();
  const inspector = page.getByRole("complementary", { name: "Model Studio" });
  await inspector.getByRole("button", { name: "Add list, new, edit or delete pages" }).click();
  await expect(dialog().getByRole("checkbox", { name: "List of Studios" })).toBeDisabled();
  await dialog().getByRole("button", { name: "Add 1 page" }).click();
  await expect(inspector.getByRole("link", { name: "Form to delete one Studio", exact: true })).toBeVisible();
  await expect(inspector.getByRole("button", { name: "Add list, new, edit or delete pages" })).toHaveCount(0);
});

test("after publishing the pages work, and lead to each other [VIEW-04] [FRM-01]", async () => {
  await publish(quintet, cinema);
  await page.goto(hosted("/"));
  await shoot("empty-list");
  await page.getByRole("link", { name: "New Movie" }).click();
  await page.getByLabel("Title").fill("Stalker");
  await page.getByLabel(/^Year/).fill("1979");
  await shoot("new");
  await page.getByLabel("Title").press("Enter");
  await expect(page.getByRole("heading", { name: "Stalker" })).toBeVisible();
  await shoot("detail");
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByLabel(/^Plot/).fill("Three men walk into the Zone.");
  await page.getByRole("main").getByRole("button", { name: "Save" }).last().click();
  await expect(page.getByText("Three men walk into the Zone.")).toBeVisible();
  await page.getByRole("link", { name: "Delete" }).click();
  await shoot("delete");
  await page.getByRole("main").getByRole("button", { name: "Delete" }).last().click();
  await expect(page).toHaveURL(/^http:..cinema[^/]*\/(#.*)?$/);
  await expect(page.getByText("Stalker")).toHaveCount(0);
});

/** Pictures for people to look at, when a folder is named. */
async function shoot(name: string): Promise<void> {
  const folder = process.env.QUINTET_SCREENSHOTS;
  if (!folder) return;
  const before = page.viewportSize();
  for (const width of [1440, 390])
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${folder}/pages-${name}-${width}-${colorScheme}.png` });
    }
  if (before) await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: "light" });
}
