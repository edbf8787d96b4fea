import { expect, test } from "@playwright/test";
import type { AppDefinition } from "#engine/definition/app-definition";
import { testId } from "../builders.ts";
import { makeApp } from "../support/apps.ts";
import { bookshop } from "../support/bookshop.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** A page with more parts than anybody draws, as an import can bring one. */
test.setTimeout(120_000);
const LONG = testId("template", "long.html");
let quintet: Quintet;
test.afterAll(() => quintet?.stop());

test("a page of 20,000 parts is walked by keyboard, and its structure draws those that are seen", async ({ page }) => {
  quintet = await startQuintet();
  await quintet.signUp();
  const definition = bookshop();
  const records = {
    ...definition.records,
    [LONG]: { kind: "template", id: LONG, name: "long.html", source: "<b>x</b>\n".repeat(20_000), order: "l" },
  };
  const shop = await makeApp(quintet, "Bookshop", { ...definition, records } as AppDefinition);
  await page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/pages/${LONG}?show=visual`);
  await page.getByLabel("Email").fill("ada@example.test");
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  const items = page.getByRole("tree", { name: "Structure of the page" }).getByRole("treeitem");
  await items.first().click({ timeout: 60_000 });
  expect(await items.count()).toBeLessThan(1_000);
  const selected = page.getByRole("treeitem", { selected: true });
  for (const [key, position] of [
    ["End", "20000"],
    ["ArrowUp", "19999"],
    ["Home", "1"],
  ] as const) {
    await page.keyboard.press(key);
    await expect(selected).toHaveAttribute("aria-posinset", position);
    await expect(selected).toBeFocused();
    expect(await items.count()).toBeLessThan(1_000);
  }
});
