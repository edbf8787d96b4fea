import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow, listRows } from "#contract/http/data";
import { getDraft } from "#contract/http/drafts";
import type { AppId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { applyEdits } from "#engine/edits/apply-edits";
import { addManyToMany } from "#engine/edits/commands/links";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, field, fieldId, model, modelId, relation, text } from "../builders.ts";
import type { TestApp } from "../support/apps.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** Tasks of two lists, in an order by hand; people who are friends. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let appId: AppId;
let draftId: TestApp["draftId"];
let context: BrowserContext;
let page: Page;

function tasks(): AppDefinition {
  const open = { rules: { read: "true" }, api: true } as const;
  const drawn = app(
    model("list", text("name"), { ...open, pluralLabel: "Lists" }),
    model("person", text("name"), { ...open, pluralLabel: "People" }),
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
  const definition = { ...drawn, records: { ...drawn.records, [task.id]: ordered } };
  const result = applyEdits(definition, friends(definition).operations);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.definition;
}

const friends = (definition: AppDefinition) => {
  const ends = { modelId: modelId("person"), targetModelId: modelId("person") };
  return addManyToMany(readDefinition(definition), { ...ends, names: ["friends", "friend_of"] }, seededRandom(9));
};

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const started = await startWithLiveApp({ label: "Tasks", definition: tasks() });
  quintet = started.quintet;
  ({ appId, draftId } = started.app);
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
  await page.goto(`${page.url().split("?")[0]}?order=${fieldId("task", "name")}`);
  await expect.poll(shown).toBe("Call Cook Sweep Wash Write");
  await expect(page.locator("[data-grip]")).toHaveCount(0);
});

test("shows the tasks in the panel of their list in the order by hand", async () => {
  const inOrder = (await stored()).filter((task) => /Sweep|Cook|Wash/.test(task)).map((task) => task.split(" ")[0]);
  await page.goto(`http://localhost:${quintet.port}/apps/${appId}/data/${modelId("list")}`);
  const home = page.getByRole("grid", { name: "Lists" }).getByRole("row").filter({ hasText: "Home" });
  await home.getByRole("gridcell").first().dblclick();
  const tasksOf = page.getByRole("complementary", { name: /^Row 1/ }).getByRole("listitem");
  await expect(tasksOf).toHaveText(inOrder.map((name) => new RegExp(`^${name}`)));
});

test("lets a link keep its order, and hold both ways, in its inspector [REL-06]", async () => {
  const draft = async () => {
    const { definition } = await quintet.call(getDraft, { params: { draftId } });
    const reader = readDefinition(definition as AppDefinition);
    const link = reader.models.find((one) => one.link !== undefined);
    const positions = link ? reader.fields(link.id).filter(({ type }) => type.name === "position") : [];
    return { id: link?.id, names: link?.link?.names, mutual: link?.link?.mutual, positions: positions.length };
  };
  const { id } = await draft();
  await page.goto(`http://localhost:${quintet.port}/apps/${appId}/models/${id}`);
  const keeps = page.getByRole("switch", { name: "Keep the order of friends" });
  await expect(keeps).not.toBeChecked();
  await keeps.click();
  await expect.poll(draft).toMatchObject({ positions: 1, names: ["friends", "friend_of"] });
  await expect(page.getByRole("switch", { name: "Keep the order of friend_of" })).not.toBeChecked();
  await page.getByRole("switch", { name: "Holds both ways" }).click();
  await expect.poll(draft).toMatchObject({ mutual: true, names: ["friends", null], positions: 1 });
  await expect(page.getByRole("switch", { name: "Keep the order of friend_of" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Add details" })).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
  await page.getByRole("switch", { name: "Holds both ways" }).click();
  await expect.poll(async () => (await draft()).mutual).toBeUndefined();
});
