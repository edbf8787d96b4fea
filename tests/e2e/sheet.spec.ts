import { readFile } from "node:fs/promises";
import { type BrowserContext, expect, type Locator, type Page, test } from "@playwright/test";
import { createRow } from "#contract/http/data";
import { app, choice, date, dateTime, decimal, field, longText, model, modelId, relation, text } from "../builders.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** Typing values of each kind into the sheet as people write them, and what can be done with several cells or a whole row. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let slug: string;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const open = { rules: { read: "true" }, api: true } as const;
  const definition = app(
    model("person", text("name", { required: true }), open),
    model(
      "task",
      text("title", { required: true }),
      choice("state", ["waiting", "in progress", "done"]),
      date("due"),
      dateTime("starts"),
      decimal("hours"),
      field("site", { name: "link" }),
      relation("owner", "person"),
      longText("notes"),
      { ...open, pluralLabel: "Tasks" },
    ),
  );
  const started = await startWithLiveApp({ label: "Workshop", definition });
  quintet = started.quintet;
  slug = started.app.slug;
  for (const values of [
    { title: "Paint" },
    { title: "Sand" },
    { title: "Varnish" },
    { title: "Sweep", hours: "0.25" },
  ]) {
    await quintet.call(createRow, { params: { appId: started.app.appId, modelId: modelId("task") }, body: { values } });
  }
  ({ context, page } = await openStudio(browser, quintet));
  await page.getByRole("link", { name: "Workshop" }).first().click();
  await page.getByRole("link", { name: "Data", exact: true }).click();
  await page.getByRole("link", { name: "Tasks" }).click();
  await expect(row("Paint")).toBeVisible();
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const grid = () => page.getByRole("grid", { name: "Tasks" });
const row = (of: string) => grid().getByRole("row").filter({ hasText: of });
async function cell(of: string, column: string): Promise<Locator> {
  const header = grid().getByRole("columnheader", { name: new RegExp(`^${column}`) });
  return row(of).locator(`[role=gridcell][aria-colindex="${await header.getAttribute("aria-colindex")}"]`);
}
interface Task {
  readonly [name: string]: unknown;
  readonly title: string;
}
const stored = async (title: string): Promise<Task | undefined> => {
  const answer = await quintet.hosted(slug, "/api/v1/tasks?ordering=id&limit=100");
  return answer.json<{ results: Task[] }>().results.find((task) => task.title === title);
};
const value = async (title: string, name: string) => (await stored(title))?.[name];

async function type(of: string, column: string, typed: string): Promise<void> {
  await (await cell(of, column)).click();
  await page.keyboard.type(typed);
  await page.keyboard.press("Enter");
}

test("takes the first choice that matches on Enter [FLD-11]", async () => {
  await (await cell("Paint", "State")).click();
  await page.keyboard.type("p");
  await expect(page.getByRole("option")).toHaveText(["In progress"]);
  await expect(page.getByRole("option")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect.poll(() => value("Paint", "state")).toBe("in progress");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Delete");
  await expect.poll(() => value("Paint", "state")).toBeNull();
});

test("reads days, times and addresses as people write them", async () => {
  await type("Paint", "Due", "Nov 22 2026");
  await expect.poll(() => value("Paint", "due")).toBe("2026-11-22");
  await expect(await cell("Paint", "Due")).toHaveText("Nov 22, 2026");
  await type("Paint", "Starts", "3.12.2026 14:30");
  await expect.poll(() => value("Paint", "starts")).toBe("2026-12-03T14:30:00Z");
  await type("Paint", "Hours", "1,204.5");
  await expect.poll(() => value("Paint", "hours")).toBe("1204.50");
  await expect(await cell("Paint", "Hours")).toHaveText("1,204.50");
  await type("Paint", "Site", "acme.com");
  await expect.poll(() => value("Paint", "site")).toBe("https://acme.com");
});

test("picks a day in the calendar by mouse, and moves it by keys", async () => {
  const due = await cell("Paint", "Due");
  await due.dblclick();
  const calendar = page.getByRole("button", { name: "Thursday, November 26, 2026" });
  await expect(calendar).toBeVisible();
  await calendar.click();
  await expect.poll(() => value("Paint", "due")).toBe("2026-11-26");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect.poll(() => value("Paint", "due")).toBe("2026-11-27");
});

test("says at the cell what is wrong with its value", async () => {
  await type("Paint", "Due", "soon");
  const due = await cell("Paint", "Due");
  await due.click();
  await expect(page.getByText("Due must be a date").last()).toBeInViewport();
  await page.keyboard.press("Escape");
  await expect(due).toHaveText("Nov 27, 2026");
});

test("keeps the letter that opens a relation, and adds the row that is not there", async () => {
  await (await cell("Paint", "Owner")).click();
  await page.keyboard.press("M");
  const picker = page.getByRole("combobox", { name: "Search Person" });
  await expect(picker).toBeFocused();
  await expect(picker).toHaveValue("M");
  await page.keyboard.type("ira");
  await expect(page.getByRole("option", { name: "Add “Mira”" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(await cell("Paint", "Owner")).toHaveText("Mira");
  await expect.poll(() => value("Paint", "owner")).toBe(1);
  // The gutter and the active cell stay in sight beside the panel.
  await expect(await cell("Paint", "Owner")).toBeInViewport();
});

test("repeats values by the handle of the selection, as one step", async () => {
  await (await cell("Paint", "Hours")).click();
  const handle = page.getByTitle("Drag to repeat the values");
  await handle.hover();
  await page.mouse.down();
  const last = await (await cell("Varnish", "Hours")).boundingBox();
  await page.mouse.move((last?.x ?? 0) + 10, (last?.y ?? 0) + 10, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => value("Varnish", "hours")).toBe("1204.50");
  await expect.poll(() => value("Sand", "hours")).toBe("1204.50");
  expect(await value("Sweep", "hours")).toBe("0.25");
  await expect(page.getByText("Sum 3,613.50 of 3")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect.poll(() => value("Sand", "hours")).toBeNull();
  await expect.poll(() => value("Varnish", "hours")).toBeNull();
});

test("says why a cell is not saved also when the next one has the cursor", async () => {
  await (await cell("Sweep", "Due")).click();
  await page.keyboard.type("soon");
  await page.keyboard.press("Enter");
  const reason = page.getByRole("status").filter({ hasText: "Due must be a date" });
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(reason).toContainText("One cell is not saved.");
  await (await cell("Sweep", "Due")).click();
  await page.getByRole("button", { name: "Put back what is stored" }).click();
  await expect(reason).toHaveCount(0);
});

test("has a menu at a right click and by its key", async () => {
  await (await cell("Sand", "Title")).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Add row below" }).click();
  await page.keyboard.type("Prime");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect.poll(() => stored("Prime")).toBeTruthy();
  await (await cell("Prime", "Title")).click();
  await page.keyboard.press("Shift+F10");
  await expect(page.getByRole("menuitem", { name: "Delete row" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menuitem", { name: "Delete row" })).toHaveCount(0);
  await expect(grid()).toBeFocused();
});

test("opens a row with all its fields, and edits it there [VIEW-02]", async () => {
  await (await cell("Prime", "Title")).click();
  await page.keyboard.press("Control+Enter");
  const panel = page.getByRole("complementary", { name: /^Row \d/ });
  await expect(panel.getByRole("heading", { name: "Prime" })).toBeVisible();
  await panel.getByLabel("Notes").fill("Two coats,\nthen wait.");
  await panel.getByLabel("Hours").fill("2.5");
  await panel.getByLabel("Hours").press("Enter");
  await expect.poll(() => value("Prime", "notes")).toBe("Two coats,\nthen wait.");
  await expect.poll(() => value("Prime", "hours")).toBe("2.50");
  await panel.getByLabel("Due").fill("soon");
  await panel.getByLabel("Due").press("Enter");
  await expect(panel.getByText("Due must be a date")).toBeVisible();
  await panel.getByRole("button", { name: "Choose Owner" }).click();
  await panel.getByRole("option", { name: /^Mira/ }).click();
  await expect.poll(() => value("Prime", "owner")).toBe(1);
  await panel.getByRole("button", { name: "Row before" }).click();
  await expect(
    page.getByRole("complementary", { name: /^Row \d/ }).getByRole("heading", { name: "Sand" }),
  ).toBeVisible();
  await page.getByRole("button", { name: "Close the inspector" }).click();
});

test("takes a step back after the sheet was left and filtered", async () => {
  await type("Sweep", "Hours", "8");
  await expect.poll(() => value("Sweep", "hours")).toBe("8.00");
  await page.getByRole("link", { name: "Models", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Models" }).first()).toBeVisible();
  await page.getByRole("link", { name: "Data", exact: true }).click();
  await page.getByRole("link", { name: "Tasks" }).click();
  // The sheet of another model, which *Data* opens first, has a search of its own.
  await expect(row("Sweep")).toBeVisible();
  await page.getByRole("searchbox").fill("Paint");
  await expect(row("Sweep")).toHaveCount(0);
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect.poll(() => value("Sweep", "hours")).toBe("0.25");
  await page.getByRole("searchbox").fill("");
  await expect(row("Sweep")).toBeVisible();
});

test("exports the rows in view", async () => {
  await page.getByRole("searchbox").fill("Paint");
  await expect(row("Sweep")).toHaveCount(0);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("Tasks.csv");
  const lines = (await readFile(await download.path(), "utf8")).split("\r\n");
  expect(lines[0]).toBe("\uFEFFTitle,State,Due,Starts,Hours,Site,Owner,Notes");
  expect(lines[1]).toBe("Paint,,2026-11-27,2026-12-03 14:30,1204.50,https://acme.com,Mira,");
  expect(lines).toHaveLength(3);
});
