import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "@playwright/test";
import { saveLayout } from "#contract/http/drafts";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import { app, fieldId, modelId, text } from "../builders.ts";
import { makeApp, publish, redraw } from "../support/apps.ts";
import { bookshop } from "../support/bookshop.ts";
import { startQuintet } from "../support/quintet.ts";

/**
 * The picture in the README, of the studio as it is. It is taken anew by
 *
 *   QUINTET_PICTURES=1 npx playwright test tests/e2e/picture.spec.ts
 */
const PICTURE = join(resolve(import.meta.dirname, "../.."), "docs/images/models.png");
const SIZE = { width: 1280, height: 800 };

test("the picture of the README can be taken, and is there", async ({ browser }) => {
  test.setTimeout(120_000);
  const quintet = await startQuintet();
  try {
    await quintet.signUp();
    const shop = await makeApp(quintet, "Bookshop", quiet(bookshop()));
    await publish(quintet, shop);
    await redraw(quintet, shop, withNews(quiet(bookshop())));
    await quintet.call(saveLayout, {
      params: { draftId: shop.draftId, canvas: "models" },
      body: {
        [modelId("review")]: { x: 0, y: 0 },
        [modelId("author")]: { x: 0, y: 264 },
        [modelId("book")]: { x: 344, y: 48 },
      },
    });
    const page = await browser.newPage({ viewport: SIZE, colorScheme: "light", reducedMotion: "reduce" });
    await page.goto(`http://localhost:${quintet.port}/`);
    await page.getByLabel("Email").fill("ada@example.test");
    await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("button", { name: "Sign in" })).toBeHidden();
    await page.goto(
      `http://localhost:${quintet.port}/apps/${shop.appId}/models/${modelId("book")}?field=${fieldId("book", "price")}`,
    );
    await expect(page.getByRole("complementary", { name: "Field Price" })).toBeVisible();
    await expect(page.getByRole("article")).toHaveCount(3);
    for (const model of await page.getByRole("article").all()) await expect(model).toBeInViewport({ ratio: 1 });
    await expect(page.locator(".react-flow__edge")).toHaveCount(2);
    await page.evaluate(() => document.fonts.ready);
    await page.mouse.move(640, 780);
    await expect(page.getByText("2 changes not published")).toBeVisible();
    const picture = await page.screenshot();
    expect(picture.length).toBeLessThan(200_000);
    if (process.env.QUINTET_PICTURES) {
      mkdirSync(dirname(PICTURE), { recursive: true });
      writeFileSync(PICTURE, picture);
    }
    await page.close();
  } finally {
    await quintet.stop();
  }
  // A PNG says its size in the bytes 16 to 24.
  const kept = readFileSync(PICTURE);
  expect({ width: kept.readUInt32BE(16), height: kept.readUInt32BE(20) }).toEqual(SIZE);
  expect(kept.length).toBeLessThan(200_000);
});

/** Nothing to warn of: who calls has a key. */
const quiet = (definition: AppDefinition): AppDefinition =>
  withRecords(definition, (record) =>
    record.kind === "rule"
      ? { ...record, expression: "user != null" }
      : record.kind === "route" || record.kind === "template"
        ? undefined
        : record,
  );

/** What waits to be published: a field that is new, and one with another label. */
function withNews(definition: AppDefinition): AppDefinition {
  const isbn = fieldId("book", "isbn");
  const added = app({ name: "book", fields: [text("isbn", { label: "ISBN", unique: true })] }).records[isbn];
  const renamed = withRecords(definition, (record) =>
    record.id === fieldId("book", "pages") ? ({ ...record, label: "Length in pages" } as DefinitionRecord) : record,
  );
  return { ...renamed, records: { ...renamed.records, [isbn]: { ...added, order: "zz" } } } as AppDefinition;
}

const withRecords = (
  definition: AppDefinition,
  change: (record: DefinitionRecord) => DefinitionRecord | undefined,
): AppDefinition => ({
  ...definition,
  records: Object.fromEntries(
    Object.values(definition.records).flatMap((record) => {
      const changed = change(record);
      return changed ? [[changed.id, changed]] : [];
    }),
  ) as AppDefinition["records"],
});
