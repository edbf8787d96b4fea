import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { getDraft } from "#contract/http/drafts";
import type { AppDefinition } from "#engine/definition/app-definition";
import { testId } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { bookshop, stockBookshop } from "../support/bookshop.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** What is selected in the page editor: one part in canvas, structure and source, and the new part after a dialog. */
test.describe.configure({ mode: "serial", timeout: 60_000 });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;
const errors: string[] = [];
const TEMPLATE = testId("template", "shelf.html");
const FILLER = Array.from({ length: 60 }, (_, index) => `<p>Line ${index}</p>`).join("\n");
const SOURCE = `{% extends "_default/base.html" %}
{% block main %}
<h1>Shelf</h1>
<p>Chosen by people.</p>
${FILLER}
{% for book in page.items %}
<p>{{ book.title }}</p>
{% endfor %}
{% endblock %}
`;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  const definition = bookshop();
  const list = definition.records[testId("route", "book_list")];
  if (list?.kind !== "route") throw new Error("The bookshop has no list.");
  const shown = { ...list, id: testId("route", "shelf"), name: "shelf", label: "Shelf", path: "/shelf/" };
  const records = {
    ...definition.records,
    [TEMPLATE]: { kind: "template", id: TEMPLATE, name: "shelf.html", source: SOURCE, order: "i" },
    [shown.id]: { ...shown, view: { ...list.view, templateId: TEMPLATE } },
  };
  shop = await makeApp(quintet, "Bookshop", { ...definition, records } as AppDefinition);
  await publish(quintet, shop);
  await stockBookshop(quintet, shop);
  context = await browser.newContext({
    viewport: { width: 1690, height: 900 },
    reducedMotion: "reduce",
  });
  page = await context.newPage();
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(studio());
  await page.getByLabel("Email").fill("ada@example.test");
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(canvas().getByText("The Dispossessed")).toBeVisible();
  // The page of a tablet at its full size beside the source: Playwright misses what is in a scaled frame.
  await page.setViewportSize({ width: 2700, height: 900 });
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});
test.afterEach(() => expect(errors, "errors on the page").toEqual([]));

const studio = () => `http://localhost:${quintet.port}/apps/${shop.appId}/pages/${TEMPLATE}?show=both`;
const canvas = () => page.frameLocator("iframe[title^='Page ']");
const tree = () => page.getByRole("tree", { name: "Structure of the page" });
const item = (name: RegExp) => tree().getByRole("treeitem", { name }).first();
const editor = () => page.getByRole("textbox", { name: "Source of shelf.html" });
const marked = () => editor().locator("[class*=selectedPart]");
const markedText = async () => (await marked().allInnerTexts()).join("");
async function draft(): Promise<AppDefinition> {
  return (await quintet.call(getDraft, { params: { draftId: shop.draftId } })).definition;
}
async function source(): Promise<string> {
  const template = (await draft()).records[TEMPLATE];
  return template?.kind === "template" ? template.source : "";
}

test("a part that is selected in the structure or on the page is marked and in view in the source", async () => {
  await expect(editor()).toBeVisible();
  await item(/^Paragraph \{\{ book.title/).click();
  await expect.poll(markedText).toBe("<p>{{ book.title }}</p>");
  await expect(marked().first()).toBeInViewport();
  await expect(item(/^Paragraph \{\{ book.title/)).toBeFocused();
  await canvas().getByText("Chosen by people.").click();
  await expect.poll(markedText).toBe("<p>Chosen by people.</p>");
  await expect(marked().first()).toBeInViewport();
  const { violations } = await axe(page).exclude("iframe").analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  const folder = process.env.QUINTET_SCREENSHOTS;
  if (folder) await page.screenshot({ path: `${folder}/caret.png` });
});

test("the caret in the source selects the part in which it is, and writes nothing", async () => {
  const before = await draft();
  await editor().getByText("Chosen by people.").click();
  const selected = tree().getByRole("treeitem", { selected: true });
  await expect(selected).toHaveAccessibleName(/^Paragraph Chosen/);
  await page.keyboard.press("ArrowUp");
  await expect(selected).toHaveAccessibleName(/^Heading Shelf/);
  await expect.poll(markedText).toBe("<h1>Shelf</h1>");
  await expect(editor()).toBeFocused();
  await expect(page.getByRole("complementary", { name: "Heading" })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(selected).toHaveAccessibleName(/^Paragraph Line 0/);
  await expect.poll(draft).toEqual(before);
  // The last step is still the one that made the app.
  await expect(page.getByRole("button", { name: "Undo: Redraw" }).first()).toBeVisible();
});

test("what is typed in the source keeps the part selected, and a part that moves is followed", async () => {
  await editor().getByText("Chosen by people.").click();
  await page.keyboard.press("Home");
  for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowRight");
  await page.keyboard.type("Well ");
  await expect.poll(source).toBe(SOURCE.replace("Chosen", "Well Chosen"));
  await expect(tree().getByRole("treeitem", { selected: true })).toHaveAccessibleName(/^Paragraph Well Chosen/);
  await expect.poll(markedText).toBe("<p>Well Chosen by people.</p>");
  await item(/^Paragraph Well/).click();
  await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(source).toContain("<p>Well Chosen by people.</p>\n<h1>");
  await expect.poll(markedText).toBe("<p>Well Chosen by people.</p>");
});

test("after rows were asked for, the new part has the focus in the structure", async () => {
  await item(/^Heading Shelf/).click();
  await page.keyboard.press("/");
  await expect(page.getByLabel("Find a part to insert")).toBeFocused();
  await page.keyboard.type("For each");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Which rows?" });
  await dialog.getByRole("button", { name: "Insert", exact: true }).click();
  await expect(dialog).toBeHidden();
  const selected = tree().getByRole("treeitem", { selected: true });
  await expect(selected).toHaveAccessibleName(/^For each/);
  await expect(selected).toBeFocused();
});

test("after a form was asked for, the form has the focus in the structure", async () => {
  await item(/^Heading Shelf/).click();
  await page.keyboard.press("/");
  await expect(page.getByLabel("Find a part to insert")).toBeFocused();
  await page.keyboard.type("Form");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "What happens with what is sent?" });
  await dialog.getByRole("button", { name: "Insert form" }).click();
  await expect(dialog).toBeHidden();
  const selected = tree().getByRole("treeitem", { selected: true });
  await expect(selected).toHaveAccessibleName(/^Form/);
  await expect(selected).toBeFocused();
});
