import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow } from "#contract/http/data";
import { app, model, modelId, relation, text } from "../builders.ts";
import { redraw, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** A text field that becomes a relation: which field tells the row is asked in the publish panel, with what would come of it. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;

const open = { rules: { read: "true" }, api: true } as const;
const author = model("author", text("name"), { ...open, pluralLabel: "Authors" });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const definition = app(author, model("book", text("title"), text("writer"), { ...open, pluralLabel: "Books" }));
  const started = await startWithLiveApp({ label: "Bookshop", definition });
  quintet = started.quintet;
  shop = started.app;
  const add = (name: string, values: Record<string, string>) =>
    quintet.call(createRow, { params: { appId: shop.appId, modelId: modelId(name) }, body: { values } });
  await add("author", { name: "Ada" });
  await add("book", { title: "One", writer: "Ada" });
  await add("book", { title: "Two", writer: "Bea" });
  await redraw(
    quintet,
    shop,
    app(author, model("book", text("title"), relation("writer", "author"), { ...open, pluralLabel: "Books" })),
  );
  ({ context, page } = await openStudio(browser, quintet));
  await page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/models?publish`);
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

test("asks by which field, shows what comes of it, and adds the rows that are missing", async () => {
  const panel = page.getByRole("dialog", { name: /publish/i });
  const match = panel.getByLabel("Match Writer by");
  await expect(match).toBeVisible({ timeout: 30_000 });
  await expect(panel.getByRole("button", { name: /^publish/i })).toBeDisabled();
  await expect(match.getByRole("option")).toHaveText(["Choose…", "Name of Author (1 row matched)"]);
  await match.selectOption({ label: "Name of Author (1 row matched)" });
  await expect(panel.getByText("1 row matched, 1 row with a text that no row has: Bea.")).toBeVisible();
  await expect(panel.getByText("1 row will be empty")).toBeVisible();
  expect((await axe(page).include("[role=dialog]").analyze()).violations).toEqual([]);
  await panel.getByText("Add a row for each").click();
  await expect(panel.getByText("1 row will be empty")).toHaveCount(0);
  await expect(
    panel.getByRole("region", { name: "For data" }).getByText(/add the Author rows that are missing/),
  ).toBeVisible();
  const publish = panel.getByRole("button", { name: /^publish/i });
  await expect(publish).toBeEnabled({ timeout: 30_000 });
  await publish.click();
  await expect(panel.getByText(/live in/i)).toBeVisible({ timeout: 30_000 });
  await expect
    .poll(async () => {
      const answer = await quintet.hosted(shop.slug, "/api/v1/books?expand=writer&ordering=id");
      return answer
        .json<{ results: { writer: { name: string } | null }[] }>()
        .results.map(({ writer }) => writer?.name);
    })
    .toEqual(["Ada", "Bea"]);
});
