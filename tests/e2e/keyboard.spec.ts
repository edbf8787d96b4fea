import { type BrowserContext, expect, type FileChooser, type Locator, type Page, test } from "@playwright/test";
import { allRows, differencesFromFile, MOVIE_FIELDS, MOVIES_FILE } from "../support/movies.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** The story once more, with the keyboard alone: nothing here may touch `page.mouse`, click, fill or check. */
test.describe.configure({ mode: "serial", timeout: 120_000 });
let quintet: Quintet;
let context: BrowserContext;
let page: Page;
const choosers: FileChooser[] = [];

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  context = await browser.newContext({ reducedMotion: "reduce" });
  page = await context.newPage();
  // From the start: a browser that is asked with the press to report the question for a file learns it too late in one of
  // three cases, and drops the question.
  page.on("filechooser", (chooser) => choosers.push(chooser));
  await page.addInitScript(() => {
    const pointers: string[] = [];
    Object.assign(window, { pointers });
    for (const type of ["pointerdown", "mousedown", "touchstart"])
      window.addEventListener(type, (event) => pointers.push(event.type), { capture: true });
  });
});
test.afterEach(async () => {
  expect(
    await page.evaluate(() => (window as unknown as { pointers: string[] }).pointers),
    "a pointer was used",
  ).toEqual([]);
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const press = async (...keys: readonly string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const type = (text: string) => page.keyboard.type(text);
const hasFocus = (target: Locator) => target.evaluate((element) => element === document.activeElement);

/** Presses Tab (or Shift+Tab) until the target has the focus, and sees that it shows. */
async function tabTo(target: Locator, key: "Tab" | "Shift+Tab" = "Tab", atMost = 60): Promise<void> {
  await expect(target).toBeVisible();
  for (let pressed = 0; pressed <= atMost; pressed++) {
    if (await hasFocus(target)) {
      await expect(target, "what has the focus is in sight").toBeInViewport();
      return;
    }
    await press(key);
  }
  throw new Error(`${target} cannot be reached with ${atMost} times ${key}.`);
}
/** Arrows through a group of radios until the one that is meant is chosen. */
async function choose(group: Locator, option: Locator): Promise<void> {
  const checked = group.locator("input:checked");
  const isOpen = (await checked.count()) === 0;
  await tabTo(isOpen ? group.locator("input").first() : checked);
  if (isOpen) await press("Space");
  for (let pressed = 0; pressed < 6 && !(await option.isChecked()); pressed++) await press("ArrowDown");
  await expect(option).toBeChecked();
}

const panel = () => page.getByRole("dialog", { name: /publish|roll back/i });
const live = () => expect(panel().getByText(/live in/i)).toBeVisible({ timeout: 30_000 });
const field = (of: string, label: string) =>
  page
    .getByRole("article", { name: `Model ${of}`, exact: true })
    .getByRole("button", { name: new RegExp(`^${label},`) });

const firstMovie = async () =>
  (await quintet.hosted("movies", "/api/v1/movies?limit=1")).json<{ results: Record<string, unknown>[] }>().results[0];

/** Presses the button that asks for a file. */
async function askedForFile(): Promise<FileChooser> {
  await tabTo(page.getByRole("button", { name: "Choose a file" }));
  await press("Enter");
  await expect.poll(() => choosers.length, "questions for a file").toBe(1);
  return choosers[0] as FileChooser;
}

test("from the first screen to a live page and API", async () => {
  await page.goto(`http://localhost:${quintet.port}/`);
  await expect(page.getByLabel("Your name")).toBeFocused();
  await type("Ada Owner");
  await press("Tab");
  await type("ada@example.test");
  await press("Tab");
  await type("correct horse battery");
  await press("Enter");

  // The first screen is whole: what comes later would take the focus away.
  await expect(page.getByRole("button", { name: "Start empty" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  await (await askedForFile()).setFiles(MOVIES_FILE);

  const accept = page.getByRole("button", { name: "Create app and review publishing" });
  await expect(accept).toBeEnabled({ timeout: 30_000 });
  await tabTo(page.getByLabel("Many are"));
  await press("Control+Enter");

  await expect(panel()).toBeVisible();
  const readers = panel().getByRole("radiogroup", { name: "Who is this for?" });
  await choose(readers, readers.getByRole("radio", { name: /anyone on the internet/i }));
  await expect(panel().getByRole("button", { name: /^publish/i })).toBeEnabled({ timeout: 30_000 });
  await press("Control+Enter");
  await live();
  await tabTo(panel().getByRole("link", { name: "Open", exact: true }));
  await expect.poll(async () => (await quintet.hosted("movies", "/")).text).toContain("The Land Girls");
  expect(differencesFromFile(await allRows(quintet, "movies", "/api/v1/movies"))).toEqual([]);
  await press("Escape");
  await expect(panel()).toBeHidden();
});

test("draws a second model and relates it", async () => {
  await expect(page.getByRole("article", { name: "Model Movie" })).toBeVisible();
  await press("m");
  await expect(page.getByLabel("One of them is called")).toBeFocused();
  await type("Studio");
  await press("Tab");
  await type("Studios");
  await press("Enter");
  await expect(page.getByLabel("Label of the new field")).toBeFocused();
  await type("Name");
  await press("Enter", "Escape");
  await expect(field("Studio", "Name")).toBeVisible();

  // The new model is the chosen one.
  await expect(page.getByRole("heading", { name: "Studio", level: 1 })).toBeAttached();
  await press("r");
  await expect(page.getByRole("combobox", { name: "Relate Studio to" })).toBeFocused();
  await type("Movie");
  await press("Enter");
  const card = page.getByRole("form", { name: "Relate two models" });
  await expect(card.getByLabel("On Studio, the one is")).toBeFocused();
  const way = card.getByRole("radio", { name: "One Studio has many Movies" });
  await press("Shift+Tab", "ArrowDown");
  await expect(way).toBeChecked();
  await press("Enter");
  await expect(field("Movie", "Studio")).toBeVisible();
});

test("renames a field and adds a required one", async () => {
  await press("/");
  await expect(page.getByRole("combobox", { name: /find/i })).toBeFocused();
  await type("US Gross");
  await press("Enter");
  await expect(page.getByRole("complementary", { name: "Field US Gross" })).toBeVisible();
  await press("Enter");
  await expect(page.getByLabel("Label of field US Gross")).toBeFocused();
  await type("Domestic gross");
  await press("Enter");
  await expect(field("Movie", "Domestic gross")).toBeVisible();

  await press("f");
  await expect(page.getByLabel("Label of the new field")).toBeFocused();
  await type("Shown in");
  await press("Enter", "Escape");
  await expect(field("Movie", "Shown in")).toBeVisible();
  await press("/");
  await type("Shown in");
  await press("Enter");
  await tabTo(page.getByRole("switch", { name: "Required" }));
  await press("Space");
  await expect(field("Movie", "Shown in")).toHaveAccessibleName(/required/);

  // One step back and forward again, from wherever the focus is.
  await press("Control+z");
  await expect(field("Movie", "Shown in")).not.toHaveAccessibleName(/required/);
  await press("Control+Shift+z");
  await expect(field("Movie", "Shown in")).toHaveAccessibleName(/required/);
});

test("publishes it, answering what to fill in", async () => {
  await press("Control+Shift+Enter");
  await expect(panel()).toBeVisible();
  const publish = panel().getByRole("button", { name: /^publish/i });
  await tabTo(panel().getByLabel("Value for Shown in"));
  await type("cinemas");
  const readers = panel().getByRole("radiogroup", { name: "Who may read Studios?" });
  await choose(readers, readers.getByRole("radio", { name: /anyone on the internet/i }));
  await expect(publish).toBeEnabled();
  await press("Control+Enter");
  await live();

  await expect.poll(firstMovie).toHaveProperty("domestic_gross");
  const rows = await allRows(quintet, "movies", "/api/v1/movies");
  expect(differencesFromFile(rows, { ...MOVIE_FIELDS, "US Gross": "domestic_gross" })).toEqual([]);
  expect(new Set(rows.map((row) => row.shown_in))).toEqual(new Set(["cinemas"]));
  await press("Escape");
  await expect(panel()).toBeHidden();
});

test("rolls back from the releases [MIG-17] [MIG-18]", async () => {
  await press("g", "h");
  await expect(page.getByRole("heading", { name: "Releases", level: 1 })).toBeVisible();
  await tabTo(page.getByRole("link", { name: /Version 1/ }));
  await press("Enter");
  await tabTo(page.getByRole("button", { name: "Roll back to version 1" }));
  await press("Enter");
  await expect(panel().getByRole("button", { name: "Roll back to version 1" })).toBeEnabled();
  await press("Control+Enter");
  await live();
  await expect.poll(firstMovie).toHaveProperty("us_gross");
  expect(differencesFromFile(await allRows(quintet, "movies", "/api/v1/movies"))).toEqual([]);
});
