import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow, listRows } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { app, field, fieldId, model, modelId, relation, text } from "../builders.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** Tasks of two lists, in an order by hand. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let appId: AppId;
let context: BrowserContext;
let page: Page;

function tasks(): AppDefinition {
  const open = { rules: { read: "true" }, api: true } as const;
  const drawn = app(
    model("list", text("name"), { ...open, pluralLabel: "Lists" }),
    model(
      "task",
      text("name", { required: true }),
      relation("list", "list", { required: true, reverse: "tasks", onDelete: "cascade" }),
      field("place", { name: "position", scopeFieldId: fieldId("task", "list") }),
      { ...open, pluralLabel: "Tasks" },
    ),
  );
  const task = readDefinition(drawn).model(modelId("task")) as ModelRecord;
  const ordered = { ...task, defaultOrder: [{ fieldId: fieldId("task", "place"), direction: "asc" as const }] };
  return { ...drawn, records: { ...drawn.records, [task.id]: ordered } };
}

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const started = await startWithLiveApp({ label: "Tasks", definition: tasks() });
  quintet = started.quintet;
  appId = started.app.appId;
  const add = (name: string, values: Record<string, string | number>) =>
    quintet.call(createRow, { params: { appId, modelId: modelId(name) }, body: { values } });
  await add("list", { name: "Home" });
  await add("list", { name: "Work" });
  for (const name of ["Sweep", "Cook", "Wash"]) await add("task", { name, list: 1 });
  for (const name of ["Write", "Call"]) await add("task", { name, list: 2 });
  ({ context, page } = await openStudio(browser, quintet));
  await page.goto(`http://localhost:${quintet.port}/apps/${appId}/data/${modelId("task")}`);
  await expect(row("Sweep")).toBeVisible();
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const grid = () => page.getByRole("grid", { name: "Tasks" });
const row = (of: string) => grid().getByRole("row").filter({ hasText: of });
const shown = async () => {
  const rows = await grid().getByRole("row").allInnerTexts();
  const names = rows.map((line) => /Sweep|Cook|Wash|Write|Call/.exec(line)?.[0]);
  return names.filter((name) => name !== undefined).join(" ");
};
const stored = async () => {
  const { rows } = await quintet.call(listRows, { params: { appId, modelId: modelId("task") }, query: {} });
  return rows.map(({ values }) => `${values.name} ${values.place}`);
};

test("moves rows by keys within their list, and takes it back [REL-17]", async () => {
  expect(await shown()).toBe("Sweep Cook Wash Write Call");
  await row("Wash").getByText("Wash").click();
  await page.keyboard.press("Alt+Shift+ArrowUp");
  await expect.poll(shown).toBe("Sweep Wash Cook Write Call");
  await page.keyboard.press("Alt+Shift+ArrowUp");
  await expect.poll(shown).toBe("Wash Sweep Cook Write Call");
  await page.keyboard.press("Alt+Shift+ArrowUp");
  await expect.poll(stored).toEqual(["Wash 1", "Sweep 2", "Cook 3", "Write 1", "Call 2"]);
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(shown).toBe("Sweep Wash Cook Write Call");
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(stored).toEqual(["Sweep 1", "Cook 2", "Wash 3", "Write 1", "Call 2"]);
});

test("moves a row by dragging it by its handle, and counts the others anew [REL-17]", async () => {
  await row("Wash").hover();
  const grip = await row("Wash").locator("[data-grip]").boundingBox();
  const target = await row("Sweep").boundingBox();
  if (!grip || !target) throw new Error("The rows are not drawn.");
  await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
  await page.mouse.down();
  await page.mouse.move(target.x + 20, target.y + 2, { steps: 6 });
  await page.mouse.up();
  await expect.poll(shown).toBe("Wash Sweep Cook Write Call");
  await expect.poll(stored).toEqual(["Wash 1", "Sweep 2", "Cook 3", "Write 1", "Call 2"]);
  await expect(row("Cook").getByRole("gridcell").last()).toHaveText("3");
  await page.reload();
  await expect(row("Sweep")).toBeVisible();
  expect(await shown()).toBe("Wash Sweep Cook Write Call");
});

test("moves a row from the menu of a cell, and shows no handles in another order", async () => {
  await row("Write").getByText("Write").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Move down" }).click();
  await expect.poll(stored).toEqual(["Wash 1", "Sweep 2", "Cook 3", "Call 1", "Write 2"]);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
  await page.goto(`${page.url()}?order=-${fieldId("task", "name")}`);
  await expect.poll(shown).not.toBe("");
});
