import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { getDraft } from "#contract/http/drafts";
import type { AppDefinition } from "#engine/definition/app-definition";
import { app, date, fieldId, longText, model, modelId, testId, text } from "../builders.ts";
import { makeApp, publish, redraw, type TestApp } from "../support/apps.ts";
import { bookshop, stockBookshop } from "../support/bookshop.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/**
 * Templates as a builder works on them: the default list is taken over, changed beside its page, looked at as a visitor
 * and as a group; a field is renamed on the models, and the source with it; the published page is what was seen.
 */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;
const errors: string[] = [];

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  const definition = bookshop();
  const rule = Object.values(definition.records).find(
    (record) => record.kind === "rule" && record.modelId === modelId("book") && record.action === "read",
  );
  if (rule?.kind !== "rule") throw new Error("The bookshop has no rule for books.");
  const records = {
    ...definition.records,
    [rule.id]: { ...rule, expression: 'pages > 300 or user.group == "editors"' },
  };
  shop = await makeApp(quintet, "Bookshop", { ...definition, records });
  await publish(quintet, shop);
  await stockBookshop(quintet, shop);
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  await context.addInitScript(() => window === top && localStorage.setItem("quintet.pages.show", "source"));
  page = await context.newPage();
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !/sandbox/.test(message.text())) errors.push(message.text());
  });
  await page.goto(studio("pages?show=source"));
  await page.getByLabel("Email").fill("ada@example.test");
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("navigation", { name: "Pages" })).toBeVisible();
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});
test.afterEach(() => expect(errors, "errors on the page").toEqual([]));

const studio = (place: string) => `http://localhost:${quintet.port}/apps/${shop.appId}/${place}`;
const editor = () => page.getByRole("textbox", { name: /^Source of/ });
const preview = () => page.frameLocator("iframe[title^='Preview of']");
const problems = () => page.getByRole("region", { name: "Problems of this template" });

/** To the end of the line that holds a text. */
async function endOfLine(text: string): Promise<void> {
  await editor().getByText(text).first().click();
  await page.keyboard.press("End");
}

/** Takes what is offered first. The editor takes no answer in the first moment, lest somebody only wanted a new line. */
async function take(option: RegExp): Promise<void> {
  await expect(page.getByRole("option", { name: option })).toHaveAttribute("aria-selected", "true");
  await page.waitForTimeout(150);
  await page.keyboard.press("Enter");
}

test("takes over the default list, and nothing looks other", async () => {
  await page.getByRole("link", { name: /Default list page/ }).click();
  await expect(preview().getByRole("heading", { level: 1 })).toHaveText("Books");
  const rows = preview().getByRole("row");
  await expect(rows).toHaveCount(6);
  const before = await preview().locator("body").innerHTML();
  await page.getByRole("button", { name: "Take over and change" }).click();
  await expect(page.getByRole("heading", { name: "books/list.html" })).toBeVisible();
  await expect(preview().getByRole("heading", { level: 1 })).toHaveText("Books");
  expect(await preview().locator("body").innerHTML()).toBe(before);
});

test("completes what is typed and shows the page of it [APP-05] [TPL-01] [TPL-07] [TPL-20]", async () => {
  await endOfLine("Books</h1>");
  await page.keyboard.type('\n<p style="color: red">{% for b in boo');
  await take(/^books/);
  await page.keyboard.type(" %}{{ b.");
  await expect(page.getByRole("option", { name: /^author/ })).toContainText("row of Author");
  await page.keyboard.type("tit");
  await take(/^title/);
  await page.keyboard.type(" }}; ");
  await expect(problems()).toContainText("{% for %} is not closed");
  await expect(page.getByRole("status").filter({ hasText: "last page that could be made" })).toBeVisible();
  await page.keyboard.type("{% end");
  await take(/^endfor/);
  await expect(problems()).toBeHidden();
  const line = preview().locator("p", { hasText: "Kindred;" });
  await expect(line).toContainText("The Dispossessed; The Left Hand of Darkness; Kindred;");
  await expect(line).toHaveCSS("color", "rgb(255, 0, 0)");
});

test("shows each the rows that their rules give [AUTH-11] [AUTH-13]", async () => {
  await page.getByLabel("Seen by").selectOption("anonymous");
  await expect(preview().getByRole("row")).toHaveCount(3);
  await expect(preview().getByText("Kindred")).toHaveCount(0);
  await page.getByLabel("Seen by").selectOption(testId("group", "editors"));
  await expect(preview().getByRole("row")).toHaveCount(6);
  await page.getByLabel("Address").fill("/?search=dawn");
  await page.keyboard.press("Enter");
  await expect(preview().getByRole("row")).toHaveCount(2);
});

test("is dark and narrow as a phone would be, and runs nothing", async () => {
  const frame = page.locator("iframe[title^='Preview of']");
  await expect(frame).toHaveAttribute("sandbox", "");
  await page.getByRole("button", { name: "Dark" }).click();
  await expect(preview().locator("body")).toHaveCSS("background-color", "rgb(17, 18, 22)");
  await page.getByRole("radio", { name: "Tablet" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("radio", { name: "Phone" })).toBeChecked();
  await expect
    .poll(() =>
      preview()
        .locator("html")
        .evaluate(() => innerWidth)
        .catch(() => 390),
    )
    .toBe(390);
  await endOfLine("Books</h1>");
  await page.keyboard.insertText(
    "\n<p id=\"ran\">still</p><script>document.getElementById('ran').textContent = 'ran'</script>",
  );
  await expect(preview().locator("#ran")).toHaveText("still");
  const tabs = context.pages().length;
  await preview().getByRole("link").first().click();
  await expect(preview().locator("#ran")).toHaveText("still");
  expect(context.pages()).toHaveLength(tabs);
  await editor().focus();
  await page.keyboard.press("Control+z");
  await expect(preview().locator("#ran")).toHaveCount(0);
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Saved. Everything is")).toBeVisible();
});

test("follows a renamed field, as one edit with it [MIG-06]", async () => {
  await page.goto(studio(`models/${modelId("book")}?field=${fieldId("book", "title")}`));
  const inspector = page.getByRole("complementary", { name: "Field Title" });
  await inspector.getByLabel("Name", { exact: true }).fill("heading");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Pages", exact: true }).click();
  await page.getByRole("link", { name: "books/list.html" }).click();
  await expect(editor()).toContainText("{{ b.heading }}; ");
  await expect(preview().locator("p", { hasText: "Kindred;" })).toBeVisible();
});

test("finds and replaces in all templates as one edit", async () => {
  await page.keyboard.press("Control+Shift+f");
  const dialog = page.getByRole("dialog", { name: "Find in all templates" });
  await dialog.getByLabel("Find", { exact: true }).fill("{{ b.heading }}; ");
  await dialog.getByLabel("Replace by").fill("“{{ b.heading }}” ");
  await dialog.getByRole("button", { name: "Replace all" }).click();
  await expect(dialog.getByRole("status")).toHaveText("Nothing found.");
  await page.keyboard.press("Escape");
  await expect(preview().locator("p", { hasText: "“Kindred”" })).toBeVisible();
});

test("publishes what was seen [TPL-01]", async () => {
  const seen = (await preview().locator("p", { hasText: "“Kindred”" }).textContent())?.trim() ?? "";
  await expect(page.getByText(/^Saved/)).toBeVisible();
  await publish(quintet, shop);
  const visitor = await quintet.hosted(shop.slug, "/");
  expect(visitor.status).toBe(200);
  expect(visitor.text).toContain("“The Dispossessed” “The Left Hand of Darkness” ");
  expect(visitor.text).not.toContain("Kindred");
  expect(seen).toContain("“The Dispossessed” “The Left Hand of Darkness” “Kindred”");
});

test("marks in place what is not published, and gives it no value", async () => {
  const { definition } = await quintet.call(getDraft, { params: { draftId: shop.draftId } });
  const labels: Readonly<Record<string, string>> = {
    [fieldId("book", "subtitle")]: "Sub <b>title</b>",
    [fieldId("book", "isbn")]: 'ISBN "13"',
    [fieldId("book", "reprinted")]: "Reprinted",
  };
  const drawn = app(model("book", longText("subtitle"), text("isbn"), date("reprinted"))).records;
  const added = Object.values(drawn).flatMap((record) =>
    record.id in labels ? [[record.id, { ...record, label: labels[record.id] }]] : [],
  );
  const records = { ...definition.records, ...Object.fromEntries(added) };
  await redraw(quintet, shop, { ...definition, records } as AppDefinition);
  await page.getByRole("link", { name: /Default detail page/ }).click();
  await page.getByLabel("Seen by").selectOption("builder");
  const mark = (label: string) => preview().getByRole("img", { name: `${label}, not published yet: no value` });
  // A date stands in {% if %}: the condition is false, and the place of the value is marked.
  for (const label of ['ISBN "13"', "Reprinted"]) await expect(mark(label)).toHaveText(label);
  await expect(preview().locator("dd", { has: page.locator("quintet-unpublished") })).toHaveCount(2);
  await expect(mark("Sub <b>title</b>")).toHaveText("Sub <b>title</b>");
  await expect(preview().locator("time:empty, [datetime='']")).toHaveCount(0);
  await expect(page.getByRole("status").filter({ hasText: "Empty until published" })).toContainText("Reprinted");
  for (const name of ["false", "true"]) {
    await expect(page.getByRole("button", { name: "Dark" })).toHaveAttribute("aria-pressed", name);
    expect(await mark("Reprinted").evaluate(contrast)).toBeGreaterThan(4.5);
    await page.getByRole("button", { name: "Dark" }).click();
  }
  await publish(quintet, shop);
  await expect(preview().locator("quintet-unpublished")).toHaveCount(0);
});

/** Of an element's text on its own ground, as WCAG reckons it. */
function contrast(element: Element): number {
  const light = (color: string) => {
    const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
      const share = Number(part) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  };
  const { color, backgroundColor } = getComputedStyle(element);
  const [one, other] = [light(color), light(backgroundColor)];
  return Math.max(one, other) / Math.min(one, other);
}
