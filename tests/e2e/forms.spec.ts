import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { View } from "#engine/view-types/registry";
import { app, boolean, choice, date, decimal, longText, model, modelId, relation, testId, text } from "../builders.ts";
import type { TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import type { Quintet } from "../support/quintet.ts";

/** Forms of a hosted app as visitors meet them: without JavaScript, on a phone and by keyboard. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;

const all = { read: "true", create: "true", update: "true", delete: "true" };
const route = (name: string, path: string, view: View) => {
  const id = testId("route", name);
  return [id, { kind: "route" as const, id, name, label: name, path, view, access: "true", order: "i" }] as const;
};
function library(): AppDefinition {
  const definition = app(
    model("author", text("name", { required: true }), { pluralLabel: "Authors", rules: all }),
    model(
      "book",
      text("title", { required: true, unique: true }),
      longText("blurb"),
      decimal("price"),
      date("published"),
      boolean("signed"),
      choice("state", ["planned", "in print"]),
      relation("author", "author", { onDelete: "cascade" }),
      { pluralLabel: "Books", rules: all, api: true },
    ),
  );
  const pages = (["author", "book"] as const).flatMap((name) => [
    route(`${name}_list`, `/${name}s/`, { name: "list", modelId: modelId(name), pageSize: 10 }),
    route(`${name}_new`, `/${name}s/new/`, { name: "create", modelId: modelId(name) }),
    route(`${name}_detail`, `/${name}s/<int:id>/`, { name: "detail", modelId: modelId(name) }),
    route(`${name}_edit`, `/${name}s/<int:id>/edit/`, { name: "update", modelId: modelId(name) }),
    route(`${name}_delete`, `/${name}s/<int:id>/delete/`, { name: "delete", modelId: modelId(name) }),
  ]);
  return { ...definition, records: { ...definition.records, ...Object.fromEntries(pages) } };
}

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  ({ quintet, app: shop } = await startWithLiveApp({ label: "Library", definition: library() }));
  context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 780 } });
  page = await context.newPage();
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const at = (path: string) => `http://${shop.slug}.localhost:${quintet.port}${path}`;

test("makes a row, keeps what was typed when something is wrong, and says where [FRM-01] [FRM-02] [VIEW-04]", async () => {
  await page.goto(at("/authors/"));
  await page.getByRole("link", { name: /new/i }).first().click();
  await page.getByLabel("Name").fill("Ursula K. Le Guin");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/authors\/\d+\//);

  await page.goto(at("/books/new/"));
  await page.getByLabel(/^Blurb/).fill("A story\nof two worlds");
  await page.getByLabel(/^Price/).fill("nine");
  await page.getByLabel(/^Author/).selectOption({ label: "Ursula K. Le Guin" });
  await page.getByLabel("Title").fill("x");
  await page
    .getByLabel("Title")
    .evaluate((input) => input.removeAttribute("required"))
    .catch(() => undefined);
  await page.getByLabel("Title").fill(" ");
  const [answer] = await Promise.all([
    page.waitForResponse((one) => one.request().method() === "POST"),
    page.keyboard.press("Enter"),
  ]);
  expect(answer.status()).toBe(422);
  await expect(page.getByRole("alert")).toContainText("Title");
  await expect(page.getByLabel(/^Blurb/)).toHaveValue("A story\nof two worlds");
  await expect(page.getByLabel(/^Price/)).toHaveValue("nine");
  await expect(page.getByLabel(/^Price/)).toHaveAttribute("aria-invalid", "true");
  await expect(page).toHaveTitle(/^Error/);

  await page.getByLabel("Title").fill("The Dispossessed");
  await page.getByLabel(/^Price/).fill("9.90");
  await page.getByLabel("Title").press("Enter");
  await expect(page).toHaveURL(/\/books\/\d+\//);
  await expect(page.getByText("The Dispossessed").first()).toBeVisible();
});

test("makes one row when it is sent again after Back, and leads to it [FRM-01]", async () => {
  await page.goto(at("/authors/new/"));
  await page.getByLabel("Name").fill("Octavia E. Butler");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/authors\/\d+\//);
  const made = page.url();
  await page.goBack();
  await expect(page.getByLabel("Name")).toHaveValue("Octavia E. Butler");
  await page.getByLabel("Name").press("Enter");
  await expect(page).toHaveURL(made);
  await page.goto(at("/authors/"));
  await expect(page.getByRole("link", { name: "Octavia E. Butler" })).toHaveCount(1);
});

test("changes a row, and lets the person decide when somebody else did meanwhile [FRM-01] [VIEW-04] [TXN-08]", async () => {
  await page.goto(at("/books/1/"));
  await page.getByRole("link", { name: /edit/i }).first().click();
  await expect(page.getByLabel("Title")).toHaveValue("The Dispossessed");
  const other = await context.newPage();
  await other.goto(at("/books/1/edit/"));
  await other.getByLabel(/^Price/).fill("12.00");
  await other.getByLabel("Title").press("Enter");
  await expect(other).toHaveURL(/\/books\/1\/(#.*)?$/);
  await other.close();

  await page.getByLabel(/^Price/).fill("8.00");
  await page.getByLabel("Title").press("Enter");
  await expect(page.getByText("12.00").first()).toBeVisible();
  await expect(page.getByText("8.00").first()).toBeVisible();
});

test("deletes a row after saying what goes with it [VIEW-04]", async () => {
  await page.goto(at("/authors/1/"));
  await page
    .getByRole("link", { name: /delete/i })
    .first()
    .click();
  await expect(page.getByRole("main")).toContainText(/1 Book/);
  await page
    .getByRole("main")
    .getByRole("button", { name: /delete/i })
    .last()
    .click();
  await expect(page).toHaveURL(/\/authors\/([?#].*)?$/);
  await expect
    .poll(async () => (await quintet.hosted(shop.slug, "/api/v1/books")).json<{ results: unknown[] }>().results)
    .toEqual([]);
});

test("looks finished in every form, at both sizes, light and dark: axe finds nothing serious", async ({ browser }) => {
  await quintet.hosted(shop.slug, "/authors/");
  for (const colorScheme of ["light", "dark"] as const)
    for (const width of [1440, 390]) {
      const own = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
      const shown = await own.newPage();
      for (const path of ["/authors/", "/authors/new/", "/books/new/"]) {
        await shown.goto(at(path));
        const { violations } = await axe(shown).analyze();
        const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
        expect
          .soft(
            serious.map(({ id }) => id),
            `${path} ${width} ${colorScheme}`,
          )
          .toEqual([]);
        const spill = await shown.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect.soft(spill, `${path} ${width}`).toBeLessThanOrEqual(0);
        const folder = process.env.QUINTET_SCREENSHOTS;
        if (folder)
          await shown.screenshot({
            path: `${folder}/${path.replaceAll("/", "-")}${width}-${colorScheme}.png`,
            fullPage: true,
          });
      }
      await own.close();
    }
});
