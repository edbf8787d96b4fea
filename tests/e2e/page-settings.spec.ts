import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { getDraft } from "#contract/http/drafts";
import type { AppDefinition } from "#engine/definition/app-definition";
import { fieldId, testId } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { bookshop, stockBookshop } from "../support/bookshop.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/**
 * The settings of a page without code: columns, order, conditions, groups, heading and text. On a page with the built-in
 * look by mouse, on one that was drawn by hand by keyboard alone; the picture follows, and each is one step to undo.
 */
test.describe.configure({ mode: "serial", timeout: 60_000 });
test.use({ actionTimeout: 10_000 });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;
const errors: string[] = [];
const LIST = testId("route", "book_list");
const DETAIL = testId("route", "book_detail");
const BY_HAND = testId("template", "by-hand.html");
const TABLE = `{% extends "_default/base.html" %}
{% block main %}
<h1>By hand</h1>
<table>
  <thead><tr><th>Name</th><th>Pages</th><th>Price</th></tr></thead>
  <tbody>{% for b in page.items %}<tr><td><b>{{ b.title }}</b></td><td>{{ b.pages }}</td><td>€ {{ b.price }}</td></tr>{% endfor %}</tbody>
</table>
{% endblock %}
`;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  const definition = bookshop();
  const list = definition.records[LIST];
  if (list?.kind !== "route") throw new Error("The bookshop has no list.");
  const hand = { ...list, id: testId("route", "by_hand"), name: "by_hand", path: "/by-hand/" };
  const records = {
    ...definition.records,
    [BY_HAND]: { kind: "template", id: BY_HAND, name: "by-hand.html", source: TABLE, order: "i" },
    [hand.id]: { ...hand, view: { ...list.view, templateId: BY_HAND } },
  };
  shop = await makeApp(quintet, "Bookshop", { ...definition, records } as AppDefinition);
  await publish(quintet, shop);
  await stockBookshop(quintet, shop);
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  page = await context.newPage();
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(studio(LIST));
  await page.getByLabel("Email").fill("ada@example.test");
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(canvas().getByRole("heading", { level: 1 })).toHaveText("Books");
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});
test.afterEach(() => expect(errors, "errors on the page").toEqual([]));

const studio = (key: string) => `http://localhost:${quintet.port}/apps/${shop.appId}/pages/${key}?show=visual`;
const canvas = () => page.frameLocator("iframe[title^='Page ']");
const settings = () => page.getByRole("complementary", { name: "Page settings" });
const part = (name: string) => settings().getByRole("region", { name, exact: true });
const heads = () => canvas().locator("thead th").allInnerTexts();
const names = () => canvas().locator("tbody tr:not(.group) > :first-child").allInnerTexts();
async function view(id: typeof LIST = LIST) {
  const { definition } = await quintet.call(getDraft, { params: { draftId: shop.draftId } });
  const route = definition.records[id];
  if (route?.kind !== "route") throw new Error("The page is gone.");
  const template = route.view.templateId && definition.records[route.view.templateId];
  return { view: route.view, source: template && template.kind === "template" ? template.source : undefined };
}
async function undo(): Promise<void> {
  await page.getByRole("button", { name: /^Undo/ }).first().click();
}

test("the rows of a built-in page are chosen, sorted and limited, and it keeps its built-in look [VIEW-03] [VIEW-10]", async () => {
  await expect(settings()).toBeVisible();
  await part("Rows").getByLabel("Sorted by").selectOption({ label: "Pages, smallest first" });
  await part("Rows").getByLabel("Then by").selectOption({ label: "Title, Z to A" });
  await expect
    .poll(names)
    .toEqual(["Kindred", "Dawn", "Parable of the Sower", "The Left Hand of Darkness", "The Dispossessed"]);
  await part("Rows").getByRole("button", { name: "Add a condition" }).click();
  await part("Rows").getByLabel("Field").selectOption({ label: "Pages" });
  await part("Rows").getByLabel("What must hold of Pages").selectOption({ label: "is at least" });
  await part("Rows").getByLabel("Value of Pages").fill("299");
  await page.keyboard.press("Enter");
  await expect.poll(names).toEqual(["Parable of the Sower", "The Left Hand of Darkness", "The Dispossessed"]);
  await part("Rows").getByLabel("Rows on a page").fill("2");
  await expect.poll(names).toEqual(["Parable of the Sower", "The Left Hand of Darkness"]);
  await expect
    .poll(async () => (await view()).view)
    .toMatchObject({
      where: "record.pages >= 299",
      pageSize: 2,
      sort: [
        { fieldId: fieldId("book", "pages"), direction: "asc" },
        { fieldId: fieldId("book", "title"), direction: "desc" },
      ],
    });
  expect((await view()).view.templateId).toBeUndefined();
  await undo();
  await expect.poll(names).toHaveLength(3);
});

test("columns change places, go and come back by mouse; the first change takes the page over in one step [VIEW-03]", async () => {
  await expect.poll(heads).toEqual(["Title", "State", "Signed", "Published", "Author", "Price"]);
  await part("Columns").getByRole("button", { name: "Remove column Signed" }).click();
  await expect.poll(heads).toEqual(["Title", "State", "Published", "Author", "Price"]);
  await expect(page).toHaveURL(/pages\/tpl_/);
  await expect.poll(async () => (await view()).source).toContain("page.items");
  await undo();
  await expect.poll(async () => (await view()).view.templateId).toBeUndefined();

  await page.goto(studio(LIST));
  await expect.poll(heads).toHaveLength(6);
  await part("Columns").getByRole("listitem").nth(5).dragTo(part("Columns").getByRole("listitem").nth(1));
  await expect.poll(heads).toEqual(["Title", "Price", "State", "Signed", "Published", "Author"]);
  await part("Columns").getByLabel("Add a column").selectOption({ label: "Pages" });
  await expect.poll(heads).toEqual(["Title", "Price", "State", "Signed", "Published", "Author", "Pages"]);
  await expect(canvas().locator("tbody tr").first().locator("td").last()).toHaveText("299");
});

test("rows stand in groups with a heading, as one step with their order [VIEW-03]", async () => {
  await part("Rows").getByLabel("In groups by").selectOption({ label: "Author" });
  await expect(canvas().locator("tr.group")).toHaveCount(2);
  await expect(canvas().locator("tr.group").first()).toHaveText("Ursula K. Le Guin");
  await expect(canvas().locator("tr.group th").first()).toHaveAttribute("colspan", "7");
  await part("Columns").getByRole("button", { name: "Remove column Author" }).click();
  await expect(canvas().locator("tr.group th").first()).toHaveAttribute("colspan", "6");
  await undo();
  await undo();
  await expect(canvas().locator("tr.group")).toHaveCount(0);
  await expect.poll(async () => (await view()).view.groupBy).toBeUndefined();
});

test("the heading and the text below it are typed, and the title of the page follows [VIEW-03]", async () => {
  await part("Heading").getByLabel("Heading", { exact: true }).fill("What we sell & love");
  await page.keyboard.press("Enter");
  await expect(canvas().getByRole("heading", { level: 1 })).toHaveText("What we sell & love");
  await part("Heading").getByLabel("Text below the heading").fill("Chosen by {people}.");
  await page.keyboard.press("Tab");
  await expect(canvas().locator("p.intro")).toHaveText("Chosen by {people}.");
  await expect.poll(async () => (await view()).source).toContain("{% block title %}What we sell &amp; love – ");
  await publish(quintet, shop);
  const answer = await quintet.hosted(shop.slug, "/");
  expect(answer.text).toContain('<p class="intro">Chosen by &#123;people&#125;.</p>');
  expect(answer.text).toContain("<title>What we sell &amp; love – ");
});

test("facts and the heading of the page of a row are chosen [VIEW-03]", async () => {
  await page.goto(studio(DETAIL));
  const facts = () => canvas().locator("dl.facts dt").allInnerTexts();
  await expect.poll(facts).toEqual(["Price", "Pages", "Published", "State", "Signed", "Author"]);
  await part("Facts").getByRole("button", { name: "Remove fact Signed" }).click();
  await expect.poll(facts).toEqual(["Price", "Pages", "Published", "State", "Author"]);
  await part("Heading").getByLabel("Heading shows").selectOption({ label: "Published" });
  await expect(canvas().getByRole("heading", { level: 1 })).not.toHaveText("The Dispossessed");
  await undo();
  await expect(canvas().getByRole("heading", { level: 1 })).toHaveText("The Dispossessed");
});

test("a page drawn by hand has the same settings, by keyboard alone [VIEW-03]", async () => {
  await page.goto(studio(BY_HAND));
  await expect.poll(heads).toEqual(["Name", "Pages", "Price"]);
  const column = (name: string) => part("Columns").getByRole("button", { name: new RegExp(`^${name}, `) });
  await column("Name").focus();
  await page.keyboard.press("ArrowDown");
  await expect(column("Pages")).toBeFocused();
  await page.keyboard.press("Alt+ArrowDown");
  await expect.poll(heads).toEqual(["Name", "Price", "Pages"]);
  await expect(column("Pages")).toBeFocused();
  await expect(page.getByRole("status").filter({ hasText: "Move column Pages to place 3 of 3" })).toHaveCount(1);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Delete");
  await expect.poll(heads).toEqual(["Name", "Pages"]);
  await expect(column("Pages")).toBeFocused();
  await part("Columns").getByLabel("Add a column").focus();
  await page.keyboard.type("Sta");
  await expect.poll(heads).toEqual(["Name", "Pages", "State"]);
  for (let step = 0; step < 3; step++) await page.keyboard.press("Control+z");
  await expect.poll(async () => (await view(testId("route", "by_hand"))).source).toBe(TABLE);
});

test("has no fault that axe finds, also on a phone", async () => {
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.goto(studio(BY_HAND));
    if (width === 390)
      await page.getByRole("radiogroup", { name: "What is shown" }).getByText("Settings", { exact: true }).click();
    await expect(settings()).toBeVisible();
    const { violations } = await axe(page).exclude("iframe").analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }
});
