import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow } from "#contract/http/data";
import { getDraft } from "#contract/http/drafts";
import { checkApp } from "#engine/checks/check-app";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { stepsInOrder } from "#engine/flows/outline-flow";
import { outlineOf } from "#engine/flows/outline-of";
import { app, decimal, integer, model, modelId, relation, text } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { openStudio } from "../support/open-studio.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";
import { addPerson } from "../support/second-person.ts";

/** Flows are drawn in the studio: on the canvas and in the list, by keyboard and by mouse, alone and by two. */
test.describe.configure({ mode: "serial", timeout: 120_000 });
let quintet: Quintet;
let made: TestApp;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  ({ context, page } = await openStudio(browser, quintet));
});
test.beforeEach(async () => {
  const shop = app(
    model("book", text("title"), text("isbn"), integer("stock"), { label: "Book", pluralLabel: "Books" }),
    model("order", text("buyer"), decimal("total"), relation("book", "book"), {
      label: "Order",
      pluralLabel: "Orders",
    }),
  );
  made = await makeApp(quintet, "Shop", shop);
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const press = async (...keys: readonly string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

/** The steps of the only flow as the server has them: "1 then create order". */
async function steps(): Promise<readonly string[]> {
  const { definition } = await quintet.call(getDraft, { params: { draftId: made.draftId } });
  const reader = readDefinition(definition as AppDefinition);
  const [flow] = reader.ofKind("flow");
  if (!flow) return ["no flow"];
  return stepsInOrder(outlineOf(reader, flow.id)).map(({ item: { step }, depth, lane }) =>
    depth === 0 ? step.type.name : `${depth} ${lane.name} ${step.type.name}`,
  );
}

/** Chooses what a step does in the dialog that is open, by typing. */
async function pick(typed: string): Promise<void> {
  const input = page.getByRole("combobox", { name: "What it does" });
  await expect(input).toBeFocused();
  await page.keyboard.type(typed);
  await press("Enter");
  await expect(input).toBeHidden();
}

const canvas = () => page.getByRole("application", { name: /^Flow / });
const tree = () => page.getByRole("tree", { name: /^Steps of / });
const said = (text: string | RegExp) => expect(page.getByRole("status").filter({ hasText: text })).toHaveCount(1);

async function newFlow(view: "canvas" | "list" = "canvas"): Promise<void> {
  await page.goto(`http://localhost:${quintet.port}/apps/${made.appId}/flows`);
  const button = page.getByRole("button", { name: "New flow" });
  await expect(button).toBeVisible();
  await button.focus();
  await press("Enter");
  await expect(page.getByRole("heading", { name: "New flow", level: 1 })).toBeAttached();
  await expect(canvas().or(tree())).toBeVisible();
  const shown = view === "canvas" ? canvas() : tree();
  if (!(await shown.isVisible())) await press("l");
  await expect(shown).toBeVisible();
}

async function expectAccessible(): Promise<void> {
  const { violations } = await axe(page).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

for (const view of ["canvas", "list"] as const)
  test(`ten steps are drawn, moved, deleted and taken back by keyboard alone in the ${view}`, async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await newFlow(view);

    const add = async (key: string, typed: string) => {
      await press(key);
      await pick(typed);
    };
    await add("a", "find one book");
    await add("a", "if");
    await add("i", "create order");
    await add("a", "update book");
    await add("a", "set values");
    await press("Alt+ArrowLeft");
    await said("moved");
    await add("a", "for each");
    await add("i", "note");
    await press(view === "canvas" ? "ArrowLeft" : "ArrowUp", ...(view === "canvas" ? [] : ["ArrowUp"]));
    await add("a", "refuse");
    await add("Shift+A", "count orders");
    await press("ControlOrMeta+d");
    const ten = [
      "find_one",
      "if",
      "1 then create",
      "1 then update",
      "set",
      "for_each",
      "1 each note",
      "count",
      "count",
      "refuse",
    ];
    await expect.poll(steps).toEqual(ten);
    await expectAccessible();
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible();
    await page.emulateMedia({ colorScheme: "light" });

    await press("Alt+ArrowUp", "Alt+ArrowUp");
    await expect.poll(steps).toEqual([...ten.slice(0, 5), "count", "for_each", "1 each note", "count", "refuse"]);
    await press("Delete");
    await expect.poll(steps).toEqual([...ten.slice(0, 5), "for_each", "1 each note", "count", "refuse"]);
    // What stands within it is deleted with it.
    await press("Delete");
    await expect.poll(steps).toEqual([...ten.slice(0, 5), "count", "refuse"]);
    await press("ControlOrMeta+z", "ControlOrMeta+z", "ControlOrMeta+z", "ControlOrMeta+z");
    await expect.poll(steps).toEqual(ten);
  });

test("a step is dragged onto a + of the canvas, and copied with what stands within it", async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await newFlow();
  for (const typed of ["find one book", "if", "count orders"]) {
    await press("a");
    await pick(typed);
  }
  await expect.poll(steps).toEqual(["find_one", "if", "count"]);
  const from = page.getByRole("button", { name: /^Count Orders/ });
  const to = page.getByRole("button", { name: /^Add a step at the start of Then/ });
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  if (!start || !end) throw new Error("The steps are not drawn.");
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + start.width / 2 + 8, start.y + start.height / 2 - 8, { steps: 4 });
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 12 });
  await expect(to).toHaveAttribute("data-target");
  await page.mouse.up();
  await expect.poll(steps).toEqual(["find_one", "if", "1 then count"]);
  await press("ArrowLeft");
  await said(/^If /);
  await press("ControlOrMeta+c");
  await press("ControlOrMeta+v");
  await expect.poll(steps).toEqual(["find_one", "if", "1 then count", "if", "1 then count"]);
});

test("a step is changed in the inspector, and its problem stands on it with the way there", async () => {
  await newFlow();
  await press("a");
  await pick("if");
  const inspector = page.getByRole("complementary", { name: "Step check" });
  await press("Enter");
  await expect(inspector.getByLabel("Condition")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("book.stock > 0");
  await press("Enter");
  await expect(page.getByRole("button", { name: /^If book\.stock > 0/ })).toBeVisible();
  await expect(inspector.getByText(/book/).first()).toBeVisible();
  await canvas().focus();
  await press("Shift+A");
  await pick("find one book");
  await expect.poll(steps).toEqual(["find_one", "if"]);
  const name = page.getByRole("complementary", { name: "Step book" }).getByLabel("Name");
  await name.fill("volume");
  await name.press("Enter");
  await expect(page.getByRole("button", { name: "If volume.stock > 0 check" })).toBeVisible();
});

test("a drawn flow answers at an address: inputs, a decision, a write and an answer [VIEW-01] [VIEW-08] [TXN-01]", async () => {
  await newFlow();
  const flow = page.getByRole("complementary", { name: /^Flow / });
  const label = flow.getByLabel("Label");
  await label.fill("Order a book");
  await label.press("Enter");
  await flow.getByRole("button", { name: "Add an input" }).click();
  const input = flow.getByRole("group", { name: "Input input" });
  await input.getByLabel("Name").fill("isbn");
  await input.getByLabel("Name").press("Enter");
  await expect(flow.getByRole("group", { name: "Input isbn" })).toBeVisible();

  const option = async (step: string, name: string, value: string) => {
    const panel = page.getByRole("complementary", { name: `Step ${step}` });
    await panel.getByLabel(name, { exact: true }).fill(value);
    await panel.getByLabel(name, { exact: true }).press("Enter");
  };
  await canvas().focus();
  await press("a");
  await pick("find one book");
  await option("book", "Where", "record.isbn == body.isbn and record.stock > 0");
  await page.getByRole("complementary", { name: "Step book" }).getByLabel("If there is none").selectOption("absent");
  await canvas().focus();
  await press("a");
  await pick("if");
  await option("check", "Condition", "book == null");
  await canvas().focus();
  await press("i");
  await pick("refuse");
  await option("refusal", "Message", "Sold out.");
  await canvas().focus();
  await press("ArrowLeft", "a");
  await pick("update book");
  await expect.poll(steps).toEqual(["find_one", "if", "1 then refuse", "update"]);
  const change = page.getByRole("complementary", { name: /^Step / });
  await change.getByLabel("Add a value").selectOption("Stock");
  const stock = change.getByLabel("Stock", { exact: true });
  await stock.fill("record.stock - 1");
  await stock.press("Enter");
  const row = change.getByLabel(/^Row|^The row/);
  await row.fill("book");
  await row.press("Enter");
  await canvas().focus();
  await press("a");
  await pick("answer");
  const answer = page.getByRole("complementary", { name: "Step answer" });
  await answer.getByLabel("Answers with").selectOption("json");
  await option("answer", "Value", "book.title");
  await expectAccessible();

  await canvas().focus();
  await press("Escape");
  // Visitors may not read books, so it must be the app that looks.
  await flow.getByLabel("It runs as").selectOption("app");
  await flow.getByLabel("Why").fill("Buyers do not see the stock.");
  await flow.getByLabel("Why").press("Enter");
  await flow.getByRole("button", { name: "Answer at a new address" }).click();
  await flow.getByRole("link", { name: "POST /order-a-book/" }).click();
  await page.getByLabel("Who may open it").selectOption({ label: "Anyone on the internet" });
  await expect(page.getByLabel("POST", { exact: true })).toHaveValue(/^flw_/);
  await expect.poll(problems).toEqual([]);

  await publish(quintet, made);
  const [author] = await Promise.all([
    quintet.call(createRow, {
      params: { appId: made.appId, modelId: modelId("book") },
      body: { values: { title: "Solaris", isbn: "1", stock: 1 } },
    }),
  ]);
  expect(author).toBeDefined();
  const order = async () => {
    const sent = await quintet.hosted(made.slug, "/order-a-book/", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ isbn: "1" }),
    });
    return [sent.status, sent.text];
  };
  expect(await order()).toEqual([200, '"Solaris"']);
  expect((await order())[0]).toBe(409);
});

/** What is wrong with the draft, by the checks. */
async function problems(): Promise<readonly string[]> {
  const { definition } = await quintet.call(getDraft, { params: { draftId: made.draftId } });
  return checkApp(definition as AppDefinition)
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => message);
}

test("two people move different steps at once, and each takes back their own", async ({ browser }) => {
  await newFlow();
  for (const typed of ["find one book", "count orders", "note"]) {
    await press("a");
    await pick(typed);
  }
  await expect.poll(steps).toEqual(["find_one", "count", "note"]);
  const other = await browser.newContext({ reducedMotion: "reduce" });
  const cookie = await addPerson(quintet, { name: "Grace", role: "editor" });
  await other.addCookies([{ ...cookie, url: `https://localhost:${quintet.port}`, secure: true, sameSite: "Strict" }]);
  const theirs = await other.newPage();
  await theirs.goto(page.url().replace(/\?.*$/, "?view=list"));
  const find = theirs.getByRole("treeitem", { name: /^Find one Book/ });
  await expect(find).toBeVisible();
  await find.click();
  await theirs.keyboard.press("Alt+ArrowDown");
  await expect.poll(steps).toEqual(["count", "find_one", "note"]);
  await press("Alt+ArrowUp");
  await press("Alt+ArrowUp");
  await expect.poll(steps).toEqual(["note", "count", "find_one"]);
  await theirs.keyboard.press("ControlOrMeta+z");
  await expect.poll(steps).toEqual(["note", "find_one", "count"]);
  await press("ControlOrMeta+z");
  await press("ControlOrMeta+z");
  await expect.poll(steps).toEqual(["find_one", "count", "note"]);
  await other.close();
});
