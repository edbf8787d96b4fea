import { type BrowserContext, expect, type Locator, type Page, test } from "@playwright/test";
import { getDraft } from "#contract/http/drafts";
import type { AppDefinition } from "#engine/definition/app-definition";
import { fieldId, modelId, testId } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { bookshop, stockBookshop } from "../support/bookshop.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";
import { addPerson } from "../support/second-person.ts";

/**
 * The visual page editor as a builder uses it: parts are inserted, moved, written in and styled, by mouse and by
 * keyboard; each gesture is one edit of the template's source and is undone by itself.
 */
test.describe.configure({ mode: "serial", timeout: 30_000 });
test.use({ actionTimeout: 8_000 });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;
const errors: string[] = [];
const TEMPLATE = testId("template", "home.html");
const TEXTS = testId("template", "texts.html");
const TEXT = `{% extends "_default/base.html" %}
{% block main %}
<h1>Texts</h1>
<p>Caf&eacute; &amp;\r
   bar, <strong class='x'>open</strong>{# note #}  {{ app.label|upper }}</p>
<ul>
  <li>One two</li>
</ul>
{% endblock %}
`;
const LIST = testId("template", "list-of-points.html");
const POINTS = `{% extends "_default/base.html" %}
{% block main %}
<h1>Points</h1>
<ul>
  <li>First</li>
  <li>Second</li>
  <li>Third</li>
</ul>
{% endblock %}
`;
const REBIND = testId("template", "rebind.html");
const LOOPS = `{% extends "_default/base.html" %}
{% block main %}
<h1>Loops</h1>
{% for other in page.items %}
{% for book in page.items %}
<p>{{ book.title }}</p>
{% endfor %}
{% endfor %}
{% endblock %}
`;
const HOSTILE = testId("template", "hostile.html");
const HOME = `{% extends "_default/base.html" %}
{% block main %}
<section class="hero">
  <h1>Books worth reading</h1>
  <p>Chosen by people.</p>
</section>
{% for book in page.items %}
<p>{{ book.title }}</p>
{% endfor %}
{% if page.is_first %}<div class="torn">{% endif %}
<p class="kept">Stays</p>
{% if page.is_first %}</div>{% endif %}
{% endblock %}
`;
const EVIL = `<form name="elementFromPoint"><input name="body"></form><img name="body" src="https://evil.example/x.png" onerror="parent.pwned=1">
<p onclick="parent.pwned=1" id="documentElement">Click me</p><script>parent.pwned=1;document.title="pwned"</script>
<p>&lt;/script&gt;</p>
`;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  const definition = bookshop();
  const records: Record<string, unknown> = { ...definition.records };
  const list = Object.values(definition.records).find((one) => one.kind === "route" && one.view.name === "list");
  if (list?.kind !== "route") throw new Error("The bookshop has no list.");
  for (const [id, name, source, path] of [
    [TEMPLATE, "home.html", HOME, "/home/"],
    [TEXTS, "texts.html", TEXT, "/texts/"],
    [LIST, "list-of-points.html", POINTS, "/points/"],
    [REBIND, "rebind.html", LOOPS, "/loops/"],
    [HOSTILE, "hostile.html", EVIL, "/hostile/"],
  ] as const) {
    records[id] = { kind: "template", id, name, source, order: "i" };
    const routeId = testId("route", name);
    records[routeId] = {
      ...list,
      id: routeId,
      name: name.replace(".html", "").replaceAll("-", "_"),
      path,
      view: { ...list.view, templateId: id },
    };
  }
  shop = await makeApp(quintet, "Bookshop", { ...definition, records } as AppDefinition);
  await publish(quintet, shop);
  await stockBookshop(quintet, shop);
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  page = await context.newPage();
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(studio(`${TEMPLATE}?show=visual`));
  await page.getByLabel("Email").fill("ada@example.test");
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("tree", { name: "Structure of the page" })).toBeVisible();
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});
test.afterEach(() => expect(errors, "errors on the page").toEqual([]));

const studio = (place: string) => `http://localhost:${quintet.port}/apps/${shop.appId}/pages/${place}`;
/** The frame is made smaller to fit, which Playwright's own clicks do not reckon with. */
async function pointOf(target: Locator): Promise<{ readonly x: number; readonly y: number; readonly height: number }> {
  const frame = page.locator("iframe[title^='Page ']");
  const box = await frame.boundingBox();
  const width = await frame.evaluate((element: HTMLElement) => element.offsetWidth);
  const rect = await target.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y, width, height };
  });
  if (!box) throw new Error("The canvas is not shown.");
  const scale = box.width / width;
  return {
    x: box.x + (rect.x + Math.min(rect.width / 2, 40)) * scale,
    y: box.y + (rect.y + rect.height / 2) * scale,
    height: rect.height * scale,
  };
}
async function clickOn(target: Locator): Promise<void> {
  const { x, y } = await pointOf(target);
  await page.mouse.click(x, y);
}
const canvas = () => page.frameLocator("iframe[title^='Page ']");
const tree = () => page.getByRole("tree", { name: "Structure of the page" });
const item = (name: RegExp) => tree().getByRole("treeitem", { name });
const source = async (id: string = TEMPLATE): Promise<string> => {
  const { definition } = await quintet.call(getDraft, { params: { draftId: shop.draftId } });
  const template = definition.records[id as typeof TEMPLATE];
  return template?.kind === "template" ? template.source : "";
};

test("opening a page and selecting in it writes nothing, and shows what does not nest as code", async () => {
  await expect(canvas().getByRole("heading", { level: 1 })).toHaveText("Books worth reading");
  await clickOn(canvas().getByText("Chosen by people."));
  await expect(item(/^Paragraph Chosen/)).toHaveAttribute("aria-selected", "true");
  await expect(item(/^Code \{% if page.is_first %\}/)).toHaveCount(2);
  expect(await source()).toBe(HOME);
});

test("inserts a part after what is selected, and undoes it by itself", async () => {
  await page.getByText("Insert", { exact: true }).first().click();
  await page.getByRole("button", { name: /^Heading/ }).click();
  await expect(canvas().getByRole("heading", { name: "A heading" })).toBeVisible();
  await expect.poll(source).toBe(HOME.replace("people.</p>\n", "people.</p>\n  <h2>A heading</h2>\n"));
  await page.getByRole("button", { name: /^Button/ }).click();
  await expect(canvas().getByRole("link", { name: "Go on" })).toBeVisible();
  await page.getByText("Structure", { exact: true }).first().click();
  await item(/^Heading A heading/).click();
  await page.keyboard.press("Control+z");
  await expect(canvas().getByRole("link", { name: "Go on" })).toHaveCount(0);
  await expect(canvas().getByRole("heading", { name: "A heading" })).toBeVisible();
});

test("moves, duplicates and deletes by keyboard, and says so", async () => {
  await item(/^Heading A heading/).click();
  await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(source).toBe(HOME.replace("  <p>Chosen", "  <h2>A heading</h2>\n  <p>Chosen"));
  await expect(page.getByRole("status").filter({ hasText: "Move Heading" })).toBeAttached();
  await expect(item(/^Heading A heading/)).toBeFocused();
  await page.keyboard.press("Control+d");
  await expect(item(/^Heading A heading/)).toHaveCount(2);
  await page.keyboard.press("Delete");
  await expect(item(/^Heading A heading/)).toHaveCount(1);
});

test("writes a text in place and keeps what a template tag would be as text", async () => {
  const heading = canvas().getByRole("heading", { name: "A heading" });
  const { x, y } = await pointOf(heading);
  await page.mouse.dblclick(x, y);
  await expect(heading).toHaveAttribute("contenteditable", "plaintext-only");
  await page.keyboard.type("Caf\u00e9 & {{ tea }} <b>");
  await page.keyboard.press("Enter");
  await expect.poll(source).toContain("  <h2>Caf\u00e9 &amp; &#123;&#123; tea &#125;&#125; &lt;b&gt;</h2>\n");
  await expect(canvas().getByRole("heading", { name: "Caf\u00e9 & {{ tea }} <b>" })).toBeVisible();
});

test("keeps values, bold words and character references of a text that is written in, and splits it", async () => {
  await page.goto(studio(`${TEXTS}?show=visual`));
  const first = canvas().getByText("Café", { exact: false }).first();
  await expect(first).toBeVisible();
  const { x, y } = await pointOf(first);
  await page.mouse.dblclick(x, y);
  await expect(canvas().locator("p[contenteditable]")).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.type(" {{ x }} <b> 🙂");
  await page.keyboard.press("Home");
  await page.keyboard.type("The ");
  await page.keyboard.press("Escape");
  await expect
    .poll(() => source(TEXTS))
    .toBe(
      TEXT.replace("Caf&eacute;", "The Caf&eacute;").replace("</p>", " &#123;&#123; x &#125;&#125; &lt;b&gt; 🙂</p>"),
    );
  await expect(canvas().locator("[contenteditable]")).toHaveCount(0);

  // By keyboard from the structure: bold, then Enter makes a second item of the rest.
  await item(/^Item One two/).click();
  await page.keyboard.press("Enter");
  await expect(canvas().locator("li[contenteditable]")).toBeFocused();
  await page.keyboard.press("Home");
  for (let count = 0; count < 3; count++) await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Control+b");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.keyboard.type("new ");
  await page.keyboard.press("Escape");
  await expect.poll(() => source(TEXTS)).toContain("  <li><strong>One</strong></li>\r\n  <li>new two</li>\n");
});

test("sets a class from the closed list", async () => {
  await page.goto(studio(`${TEMPLATE}?show=visual`));
  await item(/^Hero/).click();
  await page.getByText("Style", { exact: true }).first().click();
  await page.getByLabel("Background").selectOption("Soft grey");
  await expect.poll(source).toContain('<section class="hero tone-soft">');
});

test("drags a part to the nearest gap, and refuses to take a value out of its loop", async () => {
  const kept = canvas().getByText("Stays");
  const from = await pointOf(kept);
  const to = await pointOf(canvas().getByText("Chosen by people."));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x, from.y - 10, { steps: 2 });
  await page.mouse.move(to.x, to.y + to.height * 0.4, { steps: 8 });
  await page.mouse.move(to.x, to.y + to.height * 0.45);
  await page.waitForTimeout(100);
  await page.mouse.move(to.x, to.y + to.height * 0.4);
  await page.mouse.up();
  await expect.poll(source).toContain('  <p>Chosen by people.</p>\n  <p class="kept">Stays</p>\n');
  const before = await source();
  await item(/^Paragraph \{\{ book/).click();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(page.getByText(/book is only known inside/).first()).toBeVisible();
  expect(await source()).toBe(before);
});

test("nothing of a hostile page runs, and its parts can still be selected", async () => {
  await page.goto(studio(`${HOSTILE}?show=visual`));
  await expect(canvas().getByText("Click me")).toBeVisible();
  await clickOn(canvas().getByText("Click me"));
  await expect(item(/^Paragraph Click me/)).toHaveAttribute("aria-selected", "true");
  expect(await page.evaluate(() => (window as { pwned?: unknown }).pwned)).toBeUndefined();
  expect(await page.locator("iframe[title^='Page ']").getAttribute("sandbox")).toBe("allow-scripts");
});

test("the first change of a built-in page takes it over, as one step with the change", async () => {
  const list = Object.values(
    (await quintet.call(getDraft, { params: { draftId: shop.draftId } })).definition.records,
  ).find((one) => one.kind === "route" && one.view.name === "list" && one.view.templateId === undefined);
  await page.goto(studio(`${list?.id}?show=visual`));
  await expect(canvas().getByRole("heading", { level: 1 })).toBeVisible();
  await clickOn(canvas().getByRole("heading", { level: 1 }));
  await item(/^Heading/)
    .first()
    .focus();
  await page.keyboard.press("Control+d");
  await expect(canvas().getByRole("heading", { level: 1 })).toHaveCount(2);
  await expect(page).toHaveURL(/pages\/tpl_/);
  await page.keyboard.press("Control+z");
  await expect
    .poll(async () => {
      const { definition } = await quintet.call(getDraft, { params: { draftId: shop.draftId } });
      const route = list && definition.records[list.id as keyof typeof definition.records];
      return route?.kind === "route" ? route.view.templateId : "none";
    })
    .toBeUndefined();
});

test("a new page begins as what was chosen, and is duplicated with its address [VIEW-01] [TPL-01]", async () => {
  await page.goto(studio(""));
  await page.getByRole("button", { name: "New page" }).click();
  const dialog = page.getByRole("dialog", { name: "New page" });
  await dialog.getByRole("radio", { name: /^Hero and three cards/ }).check({ force: true });
  await dialog.getByLabel("Name").fill("Welcome & more");
  await dialog.getByLabel("Show on the cards").selectOption({ label: "Books" });
  await dialog.getByLabel("Address").fill("/home/");
  await dialog.getByRole("button", { name: "Add page", exact: true }).click();
  await expect(dialog.getByText("There is a page at this address already.")).toBeVisible();
  await dialog.getByLabel("Address").fill("/welcome/");
  await dialog.getByRole("button", { name: "Add page", exact: true }).click();
  await expect(canvas().getByRole("heading", { level: 1 })).toHaveText("Say in a few words what this is");
  await expect(canvas().locator("article.card")).toHaveCount(3);
  const added = page.url();
  await page.getByRole("button", { name: /^More about/ }).click();
  await page.getByRole("menuitem", { name: "Duplicate page" }).click();
  await expect(page).not.toHaveURL(added);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("welcome-more-copy.html");
  await expect(page.getByRole("link", { name: "/welcome-copy/" })).toBeVisible();
  // One step each.
  await page.getByRole("button", { name: /^Undo: Duplicate page/ }).click();
  await page.getByRole("button", { name: /^Undo: Add page/ }).click();
  await expect(page.getByRole("link", { name: /^Welcome/ })).toHaveCount(0);
});

/** Presses, moves in steps and lets go, as a hand does. */
async function drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 3, from.y + 6, { steps: 3 });
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.waitForTimeout(100);
  await page.mouse.move(to.x, to.y + 1);
}
const middleOf = async (target: Locator, share = 0.5) => {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error("It is not shown.");
  return { x: box.x + box.width / 2, y: box.y + box.height * share };
};

test("drags in the structure and from what can be inserted, and says why a place is closed", async () => {
  await page.goto(studio(`${LIST}?show=visual`));
  await expect(canvas().getByRole("heading", { level: 1 })).toHaveText("Points");
  await drag(await middleOf(item(/^Item Third/)), await middleOf(item(/^Item First/), 0.1));
  await page.mouse.up();
  await expect.poll(() => source(LIST)).toContain("<ul>\n  <li>Third</li>\n  <li>First</li>\n  <li>Second</li>\n</ul>");
  await expect(page.getByRole("status").filter({ hasText: "Item, 1 of 3 in List" })).toBeAttached();

  await drag(await middleOf(item(/^Heading Points/)), await middleOf(item(/^List/)));
  await expect(tree().getByText("Only <li> can stand in <ul>.")).toBeVisible();
  await page.mouse.up();
  await expect(page.getByRole("region", { name: "Page" }).getByRole("alert")).toContainText(
    "Only <li> can stand in <ul>.",
  );

  await page.getByText("Insert", { exact: true }).first().click();
  const to = await pointOf(canvas().getByRole("heading", { level: 1 }));
  await drag(await middleOf(page.getByRole("button", { name: /^Quote/ })), { x: to.x, y: to.y + to.height / 2 });
  await page.mouse.up();
  await expect.poll(() => source(LIST)).toMatch(/<h1>Points<\/h1>\n<blockquote>[\s\S]*<\/blockquote>\n<ul>/);
  await page.keyboard.press("Control+z");
  await expect.poll(() => source(LIST)).not.toContain("blockquote");
});

test("copies and pastes source by keyboard, and opens the layout and leads back", async () => {
  await page.goto(studio(`${LIST}?show=visual`));
  await item(/^Item Second/).click();
  await page.keyboard.press("Control+c");
  await item(/^Item Third/).click();
  await page.keyboard.press("Control+v");
  await expect.poll(() => source(LIST)).toContain("<li>Third</li>\n  <li>Second</li>\n  <li>First</li>");
  await page.keyboard.press("Control+x");
  await expect.poll(() => source(LIST)).toContain("<li>Third</li>\n  <li>First</li>");
  await item(/^Layout/).click();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/pages\/base\?/);
  await page.getByRole("link", { name: "← Back to list-of-points.html" }).click();
  await expect(item(/^Item Third/)).toBeVisible();
});

test("a value that leaves its loop is refused, or another of its kind is used instead", async () => {
  await page.goto(studio(`${REBIND}?show=visual`));
  await item(/^Paragraph \{\{ book/).click();
  await page.keyboard.press("Alt+ArrowLeft");
  const refused = page.getByRole("region", { name: "Page" }).getByRole("alert");
  await expect(refused).toContainText("book is only known inside “For each book”.");
  await refused.getByRole("button", { name: "Use other instead" }).click();
  await expect
    .poll(() => source(REBIND))
    .toContain("{% for book in page.items %}\n{% endfor %}\n<p>{{ other.title }}</p>\n");
});

test("two people change different parts of one page at once, and each undoes their own [VIEW-01]", async ({
  browser,
}) => {
  test.setTimeout(90_000);
  const second = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  const cookie = await addPerson(quintet, { name: "Ben Turner", role: "editor" });
  await second.addCookies([{ ...cookie, url: `https://localhost:${quintet.port}`, secure: true, sameSite: "Strict" }]);
  const other = await second.newPage();
  await Promise.all([page, other].map((one) => one.goto(studio(`${LIST}?show=visual`))));
  const itemOf = (one: Page, name: RegExp) =>
    one.getByRole("tree", { name: "Structure of the page" }).getByRole("treeitem", { name });
  const before = await source(LIST);
  await itemOf(page, /^Heading Points/).click();
  await itemOf(other, /^Item First/).click();
  await Promise.all([page.keyboard.press("Control+d"), other.keyboard.press("Control+d")]);
  await expect
    .poll(() => source(LIST))
    .toMatch(/<h1>Points<\/h1>\n<h1>Points<\/h1>[\s\S]*<li>First<\/li>\n {2}<li>First<\/li>/);
  await expect(itemOf(other, /^Heading Points/)).toHaveCount(2);
  // What is selected stays selected through the other's edit.
  await expect(itemOf(other, /^Item First/).nth(1)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Control+z");
  await expect.poll(() => source(LIST)).not.toContain("</h1>\n<h1>");
  await expect.poll(() => source(LIST)).toContain("<li>First</li>\n  <li>First</li>");
  await other.keyboard.press("Control+z");
  await expect.poll(() => source(LIST)).toBe(before);
  await second.close();
});

test("two people write in one heading: both versions are kept, and the page shows what is stored", async ({
  browser,
}) => {
  test.setTimeout(90_000);
  const second = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  const cookie = await addPerson(quintet, { name: "Cleo Marsh", role: "editor" });
  await second.addCookies([{ ...cookie, url: `https://localhost:${quintet.port}`, secure: true, sameSite: "Strict" }]);
  const other = await second.newPage();
  const before = await source(LIST);
  const headingOf = (one: Page) => one.frameLocator("iframe[title^='Page ']").getByRole("heading", { name: "Points" });
  for (const one of [page, other]) {
    await one.goto(studio(`${LIST}?show=visual`));
    await headingOf(one).dblclick();
    await expect(one.frameLocator("iframe[title^='Page ']").locator("h1[contenteditable]")).toBeVisible();
    await one.keyboard.press("Control+a");
  }
  await page.keyboard.type("Points of ours");
  await page.keyboard.press("Escape");
  await expect.poll(() => source(LIST)).toContain("<h1>Points of ours</h1>");
  await other.keyboard.type("Points of hers");
  await other.keyboard.press("Escape");
  await expect(other.getByText("Both versions are kept.", { exact: false }).first()).toBeVisible();
  const shown = other.frameLocator("iframe[title^='Page ']").locator("h1");
  await expect(shown).toHaveText("Points of ours");
  // Until it is decided, nothing is written at places that the other version does not have.
  await other
    .getByRole("tree", { name: "Structure of the page" })
    .getByRole("treeitem", { name: /^Item First/ })
    .click();
  await other.keyboard.press("Control+d");
  await expect(other.getByText(/Compare and decide” above/).first()).toBeVisible();
  await other.getByRole("button", { name: "Compare and decide" }).click();
  await expect(other.getByRole("dialog")).toContainText("Points of hers");
  await other.keyboard.press("Escape");
  await page.keyboard.press("Control+z");
  await expect.poll(() => source(LIST)).toBe(before);
  await second.close();
});

test("a field that is renamed elsewhere is renamed on the page, and what is selected stays selected [MIG-06]", async () => {
  await page.goto(studio(`${TEMPLATE}?show=visual`));
  await item(/^Paragraph \{\{ book\.title/).click();
  const other = await context.newPage();
  await other.goto(studio("").replace("/pages/", `/models/${modelId("book")}?field=${fieldId("book", "title")}`));
  await other.getByRole("complementary", { name: "Field Title" }).getByLabel("Name", { exact: true }).fill("heading");
  await other.keyboard.press("Enter");
  await expect.poll(() => source()).toContain("<p>{{ book.heading }}</p>");
  await expect(item(/^Paragraph \{\{ book\.heading/)).toHaveAttribute("aria-selected", "true");
  await other.close();
});

test("has no fault that axe finds", async () => {
  test.setTimeout(120_000);
  await page.goto(studio(`${TEMPLATE}?show=visual`));
  await expect(canvas().getByRole("heading", { level: 1 })).toBeVisible();
  await item(/^Hero/).click();
  for (const tab of ["Insert", "Structure"]) {
    await page.getByText(tab, { exact: true }).first().click();
    const { violations } = await axe(page).exclude("iframe").analyze();
    expect(violations).toEqual([]);
  }
});
