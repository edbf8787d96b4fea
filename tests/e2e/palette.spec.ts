import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow } from "#contract/http/data";
import { app, model, modelId, relation, text } from "../builders.ts";
import { publish, redraw, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** The palette does things, from wherever one is, and finds live rows by their title. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;

const open = { rules: { read: "true" }, api: true } as const;
const author = model("author", text("name", { required: true }), { ...open, pluralLabel: "Authors" });
const title = text("title", { required: true });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const definition = app(author, model("book", title, relation("author", "author"), { ...open, pluralLabel: "Books" }));
  const started = await startWithLiveApp({ label: "Bookshop", definition });
  quintet = started.quintet;
  shop = started.app;
  for (const name of ["Solaris", "Solar Cycles", "The Dispossessed"]) {
    await quintet.call(createRow, {
      params: { appId: shop.appId, modelId: modelId("book") },
      body: { values: { title: name } },
    });
  }
  await quintet.call(createRow, {
    params: { appId: shop.appId, modelId: modelId("author") },
    body: { values: { name: "Sol Author" } },
  });
  ({ context, page } = await openStudio(browser, quintet));
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const palette = () => page.getByRole("dialog", { name: "Find anything" });
const input = () => palette().getByRole("combobox", { name: "Find anything" });
const option = (name: string | RegExp) => palette().getByRole("option", { name });

/** Opens the palette, types, and waits until what is meant is the one that Enter takes. */
async function ask(words: string, meant: string | RegExp): Promise<void> {
  await page.keyboard.press("Control+k");
  await input().fill(words);
  await expect(option(meant).first()).toBeVisible();
  for (let step = 0; step < 12 && (await option(meant).first().getAttribute("aria-selected")) !== "true"; step++) {
    await page.keyboard.press("ArrowDown");
  }
  await expect(option(meant).first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(palette()).toHaveCount(0);
}
const home = async () => {
  await page.goto(`http://localhost:${quintet.port}/`);
  await expect(page.getByRole("heading", { name: "Apps", level: 1 })).toBeVisible();
};
const grid = (name = "Books") => page.getByRole("grid", { name });

test("finds rows by title under their model, from home, and opens one in Data", async () => {
  await home();
  await page.keyboard.press("Control+k");
  await input().fill("sol");
  await expect(palette().getByRole("group", { name: "Rows of Books" }).getByRole("option")).toHaveText([
    /^Solar Cycles/,
    /^Solaris/,
  ]);
  await expect(palette().getByRole("group", { name: "Rows of Authors" }).getByRole("option")).toHaveText([
    /^Sol Author/,
  ]);
  expect((await axe(page).include("[role=dialog]").analyze()).violations).toEqual([]);
  await page.keyboard.press("Escape");
  await ask("solaris", /^Solaris/);
  await expect(page.getByRole("complementary", { name: /^Row / })).toBeVisible();
  await expect(grid().getByRole("row").filter({ hasText: "Solaris" })).toBeVisible();
  await expect(grid().getByText("The Dispossessed")).toHaveCount(0);
  await page.getByRole("button", { name: "Show all rows" }).click();
  await expect(grid().getByText("The Dispossessed")).toBeVisible();
});

test("finds a row in the app that is open, and says when nothing is called so", async () => {
  await page.getByRole("link", { name: "Models", exact: true }).click();
  await expect(page.getByRole("application")).toBeVisible();
  await page.keyboard.press("Control+k");
  await input().fill("zzz nothing");
  await expect(palette().getByRole("status")).toHaveText("Nothing is called “zzz nothing”.");
  await page.keyboard.press("Escape");
  await ask("dispossessed", /^The Dispossessed/);
  await expect(page.getByRole("complementary", { name: /^Row / })).toBeVisible();
});

for (const from of ["home", "the workspace", "the account", "the app"] as const) {
  test(`does things from ${from}`, async () => {
    const addresses = {
      home: "/",
      "the workspace": "/workspace/members",
      "the account": "/account",
      "the app": `/apps/${shop.appId}/settings`,
    };
    const start = async () => {
      await page.goto(`http://localhost:${quintet.port}${addresses[from]}`);
      await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    };
    await start();
    const file = page.waitForEvent("download");
    await ask("export the app", /^Export the app/);
    expect((await file).suggestedFilename()).toBe("bookshop-draft.zip");

    await start();
    await ask("invite", "Invite somebody");
    const invitation = page.getByRole("form", { name: "Invite somebody" });
    await expect(invitation.getByRole("textbox", { name: "Email" })).toBeFocused();
    await expect(page).toHaveURL(/\/workspace\/members$/);

    await start();
    await ask("publish", /^Publish/);
    await expect(page.getByRole("dialog", { name: /publish/i })).toBeVisible();

    await start();
    await ask("dark", "Dark appearance");
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
    await ask("light", "Light appearance");
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "light");

    await start();
    await ask("api token", "Make an API token");
    await expect(page.getByRole("form").getByRole("textbox").first()).toBeFocused();
  });
}

test("adds a row to a model, with the cursor in it", async () => {
  await page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/settings`);
  await expect(page.getByRole("heading", { name: "Settings", level: 1 })).toBeVisible();
  await ask("add row books", "Add a row to Books");
  await expect(grid().getByRole("row").filter({ hasText: "new" })).toBeVisible();
  // Enter leads to the row below, which saves the new one.
  await expect(grid().getByText("Solaris")).toBeVisible();
  await expect(grid()).toBeFocused();
  await page.keyboard.type("Fiasco");
  await page.keyboard.press("Enter");
  await expect(grid().getByText("Fiasco")).toBeVisible();
  await expect
    .poll(
      async () =>
        (await quintet.hosted(shop.slug, "/api/v1/books?search=Fiasco")).json<{ results: unknown[] }>().results,
    )
    .toHaveLength(1);
});

test("rolling back asks first, and says so where there is nothing to go back to", async () => {
  await ask("roll back", /^Roll back/);
  await expect(page.getByText("This app has been published once: there is no version before.")).toBeVisible();
  await redraw(
    quintet,
    shop,
    app(author, model("book", title, text("note"), relation("author", "author"), { ...open, pluralLabel: "Books" })),
  );
  await publish(quintet, shop);
  await home();
  await ask("roll back", /^Roll back/);
  await expect(page.getByRole("dialog", { name: /roll back/i })).toBeVisible();
  await expect(page).toHaveURL(/rollback=/);
});
