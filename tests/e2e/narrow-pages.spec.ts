import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { getDraft } from "#contract/http/drafts";
import type { AppDefinition } from "#engine/definition/app-definition";
import { testId } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { bookshop, stockBookshop } from "../support/bookshop.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** The page editor on a phone and on a tablet: pages, structure, page and settings are seen one at a time. */
test.describe.configure({ mode: "serial", timeout: 60_000 });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;
const errors: string[] = [];
const TEMPLATE = testId("template", "shelf.html");
const SOURCE = `{% extends "_default/base.html" %}
{% block main %}
<h1>Shelf</h1>
<p>Chosen by people.</p>
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
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    reducedMotion: "reduce",
  });
  page = await context.newPage();
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(studio());
  await page.getByLabel("Email").fill("ada@example.test");
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(canvas().getByText("The Dispossessed")).toBeVisible();
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});
test.afterEach(() => expect(errors, "errors on the page").toEqual([]));

const studio = (show = "visual") =>
  `http://localhost:${quintet.port}/apps/${shop.appId}/pages/${TEMPLATE}?show=${show}`;
const frame = () => page.locator("iframe[title^='Page ']");
const canvas = () => page.frameLocator("iframe[title^='Page ']");
const tabs = () => page.getByRole("radiogroup", { name: "What is shown" });
const tab = (name: string) => tabs().getByText(name, { exact: true });
const tree = () => page.getByRole("tree", { name: "Structure of the page" });
const item = (name: RegExp) => tree().getByRole("treeitem", { name }).first();
async function source(): Promise<string> {
  const { definition } = await quintet.call(getDraft, { params: { draftId: shop.draftId } });
  const template = definition.records[TEMPLATE];
  return template?.kind === "template" ? template.source : "";
}

test("on a phone the page has more than half of the screen, and nothing lies beside it", async () => {
  const box = await page.locator("div:has(> iframe[title^='Page '])").boundingBox();
  expect(box?.height).toBeGreaterThan(422);
  await expect(tree()).toBeHidden();
  await expect(page.getByRole("navigation", { name: "Pages" })).toBeHidden();
  await expect(page.getByLabel("Address")).toBeHidden();
  await page.getByRole("button", { name: /^Shown: / }).click();
  await expect(page.getByLabel("Address")).toHaveValue("/shelf/");
  await page.getByRole("button", { name: /^Shown: / }).click();
});

test("a part is tapped on the page, set in the settings, and found in the structure", async () => {
  await canvas().getByText("Chosen by people.").click();
  await tab("Settings").tap();
  const panel = page.getByRole("complementary", { name: "Paragraph" });
  await expect(panel).toBeVisible();
  await expect(frame()).toBeHidden();
  await panel.getByRole("button", { name: "Duplicate" }).tap();
  await expect.poll(source).toBe(SOURCE.replace(/<p>Chosen.*\n/, "$&$&"));
  await tab("Structure").tap();
  await expect(panel).toBeHidden();
  await expect(tree().getByRole("treeitem", { selected: true })).toHaveCount(1);
  await expect(tree().getByRole("treeitem", { name: /^Paragraph Chosen/ })).toHaveCount(2);
  await tab("Page").tap();
  await expect(canvas().getByText("Chosen by people.")).toHaveCount(2);
});

test("a part that is inserted is selected in the structure", async () => {
  await tab("Structure").tap();
  await item(/^Heading Shelf/).tap();
  await page.getByText("Insert", { exact: true }).tap();
  await page.getByRole("button", { name: /^Divider/ }).tap();
  await expect(item(/^Divider/)).toHaveAttribute("aria-selected", "true");
  await tab("Page").tap();
  await expect(canvas().locator("hr")).toBeInViewport();
});

test("another page is chosen under Pages, and is shown at once", async () => {
  await tab("Pages").tap();
  await expect(frame()).toBeHidden();
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link").first().tap();
  await expect(page.getByRole("navigation", { name: "Pages" })).toBeHidden();
  await page.goto(studio("both"));
  await tab("Source").tap();
  await expect(page.getByRole("textbox", { name: /^Source of/ })).toBeVisible();
  await expect(frame()).toBeHidden();
});

for (const width of [390, 768])
  for (const colorScheme of ["light", "dark"] as const)
    test(`at ${width} px, ${colorScheme}, each tab stays in the window and is large enough to touch`, async () => {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme });
      await page.goto(studio());
      await expect(canvas().getByText("The Dispossessed")).toBeVisible();
      for (const name of ["Pages", "Structure", "Page", "Settings"]) {
        await tab(name).tap();
        await expect(tabs().getByRole("radio", { name, exact: true })).toBeChecked();
        const spill = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        await expect.poll(spill, name).toBeLessThanOrEqual(0);
        const small = await page.evaluate(() =>
          [
            ...document.querySelectorAll<HTMLElement>(
              "[role=treeitem], nav[aria-label=Pages] li > a, [role=radiogroup] label",
            ),
          ]
            .filter((one) => one.offsetHeight > 0 && one.closest("[aria-label='What is shown'], [role=tree], nav"))
            .filter((one) => one.offsetHeight < 44)
            .map((one) => `${one.innerText} ${one.offsetHeight}`),
        );
        expect(small, name).toEqual([]);
        const { violations } = await axe(page).exclude("iframe").analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
        const folder = process.env.QUINTET_SCREENSHOTS;
        if (folder) await page.screenshot({ path: `${folder}/narrow-${name}-${width}-${colorScheme}.png` });
      }
    });

test("a row of a list is one column on a phone, its title as wide as the values below it", async () => {
  const site = await context.newPage();
  await site.goto(`http://${shop.slug}.localhost:${quintet.port}/`);
  const row = site.locator("tbody tr").first();
  await expect(row).toBeVisible();
  const edges = await row.locator("th, td[data-label]:not(:empty)").evaluateAll((cells) =>
    cells.map((cell) => {
      const { left, right } = cell.getBoundingClientRect();
      const style = getComputedStyle(cell);
      return [left + Number.parseFloat(style.paddingLeft), right, style.borderBottomWidth];
    }),
  );
  expect(edges.length).toBeGreaterThan(1);
  expect(new Set(edges.map(String)).size).toBe(1);
  await site.close();
});
