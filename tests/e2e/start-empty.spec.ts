import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** Somebody starts with nothing, draws one model and publishes it; then goes on with the app. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let context: BrowserContext;
let page: Page;
const crashes: string[] = [];

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  context = await browser.newContext({ reducedMotion: "reduce" });
  page = await context.newPage();
  page.on("pageerror", (error) => crashes.push(String(error)));
});
test.afterEach(() => expect(crashes, "errors on the page").toEqual([]));
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const panel = () => page.getByRole("dialog", { name: /publish|roll back/i });

test("from nothing to a live page and API in eight actions [APP-01] [VIEW-03] [VIEW-16]", async () => {
  let actions = 0;
  /** One click or submit; typing is free. */
  const act = async (deed: Promise<unknown>) => {
    actions++;
    await deed;
  };
  await page.goto(`http://localhost:${quintet.port}/`);
  await page.getByLabel("Your name").fill("Ada Owner");
  await page.getByLabel("Email").fill("ada@example.test");
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await act(page.getByRole("button", { name: "Continue" }).click());

  await page.getByLabel("Name of the app").fill("Library");
  await act(page.getByRole("button", { name: "Start empty" }).click());

  await act(page.getByRole("button", { name: "Add a model" }).click());
  await page.getByLabel("One of them is called").fill("Book");
  await page.getByLabel("Many of them").fill("Books");
  await expect(page.getByRole("checkbox", { name: "With pages and API" })).toBeChecked();
  await act(page.getByRole("button", { name: "Add model" }).click());
  await page.getByLabel("Label of the new field").fill("Title");
  await act(page.keyboard.press("Enter"));

  await act(page.getByRole("link", { name: "Publish", exact: true }).click());
  await act(
    panel()
      .getByRole("radio", { name: /anyone on the internet/i })
      .first()
      .check(),
  );
  const publish = panel().getByRole("button", { name: /^publish/i });
  await expect(publish).toBeEnabled({ timeout: 30_000 });
  await act(publish.click());
  await expect(panel().getByText(/live in/i)).toBeVisible({ timeout: 30_000 });
  expect(actions).toBeLessThanOrEqual(8);

  const list = await quintet.hosted("library", "/");
  expect(list.status).toBe(200);
  expect(list.text).toContain("Books");
  const api = await quintet.hosted("library", "/api/v1/books");
  expect(api.status).toBe(200);
  expect(api.json()).toMatchObject({ results: [] });
});

test("a model can be drawn without pages and API", async () => {
  await panel().getByRole("button", { name: "Close" }).last().click();
  await page.getByRole("button", { name: "Model", exact: true }).click();
  const form = page.getByRole("form", { name: "New model" });
  await form.getByLabel("One of them is called").fill("Note");
  await form.getByRole("checkbox", { name: "With pages and API" }).uncheck();
  await form.getByRole("button", { name: "Add model" }).click();
  await page.getByLabel("Label of the new field").fill("Title");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  const inspector = page.getByRole("complementary", { name: "Model Note" });
  await expect(inspector.getByRole("switch", { name: "Open in the API" })).not.toBeChecked();
  await expect(inspector.getByText("No page shows it yet.")).toBeVisible();
});

test("who the app is for is asked once; what is meant is confirmed once", async () => {
  // A model of an app that is for everyone is for everyone too.
  await page.getByRole("button", { name: "Model", exact: true }).click();
  const form = page.getByRole("form", { name: "New model" });
  await form.getByLabel("One of them is called").fill("Review");
  await form.getByLabel("Many of them").fill("Reviews");
  await form.getByRole("button", { name: "Add model" }).click();
  await page.getByLabel("Label of the new field").fill("Title");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  const inspector = page.getByRole("complementary", { name: "Model Review" });
  await expect(inspector.getByLabel("Read", { exact: true })).toHaveValue("Anyone on the internet");

  await inspector.getByLabel("Add", { exact: true }).click();
  await page.getByRole("option", { name: "Anyone on the internet" }).click();
  await inspector.getByLabel("Delete", { exact: true }).click();
  await page.getByRole("option", { name: "Anyone on the internet" }).click();

  await page.getByRole("link", { name: "Publish", exact: true }).click();
  await expect(panel().getByRole("radiogroup", { name: "Who is this for?" })).toHaveCount(0);
  await expect(panel().getByLabel("This app is for")).toHaveValue("anyone");
  const known = panel().getByRole("region", { name: "Worth knowing" });
  await expect(known.getByText("Anyone on the internet may write to a model.")).toBeVisible();
  await expect(known.getByText("2 places")).toBeVisible();
  await known.getByText("2 places").click();
  await expect(known.getByRole("link", { name: /may delete rows of Review/ })).toBeVisible();
  await known.getByRole("button", { name: "All of them are meant" }).click();
  await expect(known).toHaveCount(0);

  const publish = panel().getByRole("button", { name: /^publish/i });
  await expect(publish).toBeEnabled({ timeout: 30_000 });
  await publish.click();
  await expect(panel().getByText(/live in/i)).toBeVisible({ timeout: 30_000 });
  await expect.poll(async () => (await quintet.hosted("library", "/reviews/")).status).toBe(200);
  await panel().getByRole("button", { name: "Close" }).last().click();
  await page.getByRole("link", { name: "Publish", exact: true }).click();
  await expect(panel().getByText("Nothing to publish", { exact: true })).toBeVisible();
  await expect(panel().getByRole("region", { name: "Worth knowing" })).toHaveCount(0);
});

test("a page that only builders may read opens in the preview, which says so", async () => {
  await panel().getByLabel("This app is for").selectOption("builders");
  const publish = panel().getByRole("button", { name: /^publish/i });
  await expect(publish).toBeEnabled({ timeout: 30_000 });
  await publish.click();
  await expect(panel().getByText(/live in/i)).toBeVisible({ timeout: 30_000 });
  await expect.poll(async () => (await quintet.hosted("library", "/")).status).toBe(403);

  const next = panel().getByRole("region", { name: "Next steps" });
  await expect(next.getByRole("link", { name: "Add a page" })).toBeVisible();
  await expect(next.getByRole("link", { name: /Invite/ })).toBeVisible();

  await panel().getByRole("link", { name: "Open", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Page preview", level: 1 })).toBeVisible();
  await expect(page.getByText(/Nobody else does: visitors are refused/)).toBeVisible();
  await expect(
    page.frameLocator('iframe[title^="Preview of"]').getByRole("heading", { name: "Books", level: 1 }),
  ).toBeVisible();
  await page.getByRole("link", { name: "Change who may" }).click();
  await expect(page.getByRole("complementary", { name: "Model Book" })).toBeVisible();
});

test("the history says in sentences who did what, marks publishes, and restores by one button", async () => {
  await page.getByRole("link", { name: "History" }).first().click();
  const history = page.getByRole("dialog", { name: "History" });
  await expect(history.getByText("Ada Owner published version 1")).toBeVisible();
  await expect(history.getByRole("button", { name: /^Ada Owner added model Review/ })).toBeVisible();
  // A model that has fields since is kept, and that is said.
  await history.getByRole("button", { name: /^Restore what was before: Ada Owner added model Note/ }).click();
  await expect(page.getByText("Nothing was restored. Ada Owner has used what it added since")).toBeVisible();
  // The whole draft is restored from the edit itself, which shows first what would change.
  await history.getByRole("button", { name: /^Ada Owner added model Note/ }).click();
  await history.getByRole("button", { name: "To after this edit…" }).click();
  await history.getByRole("button", { name: "Restore the draft to after this edit" }).click();
  await expect(page.getByText(/Undo takes it back/)).toBeVisible();
  await history.getByRole("button", { name: "Close" }).click();
  await page.getByRole("link", { name: "Models", exact: true }).first().click();
  await expect(page.getByRole("article", { name: "Model Note", exact: true })).toBeVisible();
  await page.getByRole("button", { name: /^Undo/ }).first().click();
  await expect(page.getByRole("button", { name: /^Redo/ })).toBeEnabled();

  await page.getByRole("link", { name: "Releases", exact: true }).click();
  await expect(page.getByText(/Added .*the model Review/)).toBeVisible();
});

test("a field labelled like a model is proposed as a relation, and the picker says so", async () => {
  await page.getByRole("link", { name: "Models", exact: true }).first().click();
  const review = page.getByRole("article", { name: "Model Review", exact: true });
  await review.getByRole("button", { name: "Add field" }).click();
  await page.getByLabel("Label of the new field").fill("Book");
  await expect(page.getByRole("combobox", { name: "Type of the new field" })).toHaveValue("Relation to Book");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("option", { name: /Relation to Book.*Guessed from the label/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(review.getByRole("button", { name: /^Book, Relation/ })).toBeVisible();
  await page.keyboard.press("Escape");
});

test("somebody who moved away from all models is led back to them", async () => {
  const canvas = page.getByRole("application");
  const back = page.getByRole("button", { name: "Back to the models" });
  await expect(back).toHaveCount(0);
  await canvas.hover({ position: { x: 40, y: 300 } });
  for (let turn = 0; turn < 12 && (await back.count()) === 0; turn++) await page.mouse.wheel(0, 2_000);
  await back.click();
  await expect(page.getByRole("article", { name: "Model Book", exact: true })).toBeInViewport();
  await expect(back).toHaveCount(0);
});

test("the palette opens on home, workspace and account, and knows actions and rows", async () => {
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Find anything" });
  await palette.getByRole("combobox").fill("add row");
  await expect(palette.getByRole("option", { name: /^Books/ })).toBeVisible();
  await palette.getByRole("combobox").fill("export");
  await expect(palette.getByRole("option", { name: "Export the app" })).toBeVisible();
  await palette.getByRole("combobox").fill("roll back");
  await expect(palette.getByRole("option", { name: "Roll back to an earlier version" })).toBeVisible();
  await palette.getByRole("combobox").fill("all apps");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Apps", level: 1 })).toBeVisible();
  for (const [words, place] of [
    ["invite", "/workspace/members"],
    ["your account", "/account"],
    ["library", "/models"],
  ] as const) {
    await page.keyboard.press("Control+k");
    await palette.getByRole("combobox").fill(words);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(place));
  }
});

test("the next step leads to the pages that can be added", async () => {
  await page.goto(page.url().replace(/(\/apps\/[^/]+)\/.*$/, "$1/routes?new"));
  await expect(page.getByRole("menuitem", { name: "Books", exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
});
