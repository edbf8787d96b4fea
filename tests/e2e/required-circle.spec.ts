import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { app, fieldId, model, modelId, relation, text } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { openStudio } from "../support/open-studio.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** Two models that point to each other: drawn, warned of while both ends are required, published, and filled. */
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;

const open = { rules: { read: "true", create: "true", update: "true" }, api: true } as const;
const circle = app(
  model("team", text("name"), relation("captain", "player", { required: true }), { ...open, pluralLabel: "Teams" }),
  model("player", text("name"), relation("team", "team", { required: true }), { ...open, pluralLabel: "Players" }),
);

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  shop = await makeApp(quintet, "League", circle);
  ({ context, page } = await openStudio(browser, quintet));
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

test("models that require each other are warned of, and published once one end may stay empty [REL-18]", async () => {
  await page.goto(
    `http://localhost:${quintet.port}/apps/${shop.appId}/models/${modelId("team")}?field=${fieldId("team", "captain")}`,
  );
  for (const name of ["Model Team", "Model Player"])
    await expect(page.getByRole("article", { name, exact: true })).toBeVisible();
  const inspector = page.getByRole("complementary", { name: "Field Captain", exact: true });
  const required = inspector.getByRole("switch", { name: "Required" });
  await expect(required).toBeChecked();
  const warning = inspector.getByText(/Team and Player require each other/);
  await expect(warning).toBeVisible();
  await required.uncheck();
  await expect(warning).toHaveCount(0);
  await publish(quintet, shop);
  const send = async (method: string, path: string, row: object) => {
    const headers = { "content-type": "application/json" };
    const answer = await quintet.hosted(shop.slug, `/api/v1/${path}`, { method, headers, body: JSON.stringify(row) });
    return answer.status;
  };
  expect(await send("POST", "teams", { name: "Reds" })).toBe(201);
  expect(await send("POST", "players", { name: "Ada", team: 1 })).toBe(201);
  expect(await send("PATCH", "teams/1", { captain: 1 })).toBe(200);
});
