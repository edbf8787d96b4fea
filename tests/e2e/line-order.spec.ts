import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow } from "#contract/http/data";
import { app, field, fieldId, model, modelId, relation, text } from "../builders.ts";
import type { TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { pageRoute, withRecords } from "../support/form-records.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import type { Quintet } from "../support/quintet.ts";

/** The tasks of a list are brought into another order in its form, without JavaScript on a phone. */
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;

const OPEN = { read: "true", create: "true", update: "true", delete: "true" };
const definition = withRecords(
  app(
    model("list", text("title", { required: true }), { pluralLabel: "Lists", rules: OPEN }),
    model(
      "task",
      text("name"),
      relation("list", "list", { required: true, reverse: "tasks", onDelete: "cascade" }),
      field("place", { name: "position", scopeFieldId: fieldId("task", "list") }),
      { label: "Task", pluralLabel: "Tasks", rules: OPEN },
    ),
  ),
  [
    pageRoute("show", "/lists/<int:id>/", { name: "detail", modelId: modelId("list") }),
    pageRoute("edit", "/lists/<int:id>/edit/", { name: "update", modelId: modelId("list") }),
  ],
);

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  ({ quintet, app: shop } = await startWithLiveApp({ label: "Lists", definition }));
  const tasks = ["Sweep", "Cook", "Wash"].map((name) => ({ name }));
  const params = { appId: shop.appId, modelId: modelId("list") };
  await quintet.call(createRow, { params, body: { values: { title: "Home", tasks } } });
  context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 780 } });
  page = await context.newPage();
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

test("rows are moved by buttons and by keyboard, and saved in their order [FRM-13] [REL-17]", async ({ browser }) => {
  const address = `http://${shop.slug}.localhost:${quintet.port}/lists/1/`;
  await page.goto(`${address}edit/`);
  const name = (number: number) => page.getByRole("group", { name: `Task ${number}`, exact: true }).getByLabel("Name");
  await expect(name(3)).toHaveValue("Wash");
  await name(1).fill("Sweep well");
  await page.getByRole("button", { name: "Up: Task 3" }).click();
  await expect(name(2)).toHaveValue("Wash");
  await page.getByRole("button", { name: "Up: Task 2" }).focus();
  await page.keyboard.press("Enter");
  await expect(name(1)).toHaveValue("Wash");
  await expect(name(2)).toHaveValue("Sweep well");
  await expect(page.getByRole("button", { name: "Up: Task 1" })).toHaveCount(0);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/lists\/1\/(#.*)?$/);
  await expect(
    page
      .getByRole("main")
      .getByRole("listitem")
      .filter({ hasText: /Wash|Sweep|Cook/ }),
  ).toHaveText(["Wash", "Sweep well", "Cook"]);
  const own = await browser.newContext();
  const shown = await own.newPage();
  await shown.goto(`${address}edit/`);
  await expect(shown.getByRole("button", { name: "Down: Task 1" })).toBeVisible();
  const { violations } = await axe(shown).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
  await own.close();
});
