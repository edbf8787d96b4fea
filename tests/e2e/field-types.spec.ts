import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow } from "#contract/http/data";
import { getDraft } from "#contract/http/drafts";
import { app, choice, field, fieldId, integer, model, modelId, text } from "../builders.ts";
import { publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import { openStudio } from "../support/open-studio.ts";
import type { Quintet } from "../support/quintet.ts";

/** Field types with a look of their own: in the sheet, in the panel of a row, and their options in the inspector. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let hotel: TestApp;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const definition = app(
    model(
      "room",
      text("name", { required: true }),
      field("story", { name: "markdown" }),
      field("paint", { name: "colour" }),
      field("score", { name: "integer", min: 1, max: 5, display: "rating" }),
      field("filled", { name: "decimal", digits: 5, scale: 1, display: "percent" }),
      field("phone", { name: "phone", country: "AT" }),
      choice("state", ["free", "taken"]),
      integer("beds"),
      field("size", { name: "float", unit: "m²" }),
      field("extras", { name: "list", of: "text" }),
      { rules: { read: "true" }, api: true, pluralLabel: "Rooms" },
    ),
  );
  ({ quintet, app: hotel } = await startWithLiveApp({ label: "Hotel", definition }));
  const values = {
    name: "Attic",
    paint: "#1f6feb",
    score: 4,
    filled: "12.5",
    phone: "01 58058",
    state: "free",
    size: 20.5,
  };
  await quintet.call(createRow, { params: { appId: hotel.appId, modelId: modelId("room") }, body: { values } });
  ({ context, page } = await openStudio(browser, quintet));
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const stored = async (): Promise<Record<string, unknown> | undefined> =>
  (await quintet.hosted(hotel.slug, "/api/v1/rooms/1")).json<Record<string, unknown>>();

async function nothingSerious(): Promise<void> {
  const { violations } = await axe(page).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
}

test("shows values as pages do, and formats a text in the panel of its row [FLD-04]", async () => {
  await page.goto(`http://localhost:${quintet.port}/apps/${hotel.appId}/data/${modelId("room")}`);
  const row = page.getByRole("grid", { name: "Rooms" }).getByRole("row").filter({ hasText: "Attic" });
  await expect(row).toContainText("★★★★☆");
  await expect(row).toContainText("12.5%");
  await expect(row).toContainText("+43158058");
  await expect(row).toContainText("20.5\u00a0m²");
  await expect(row.locator('svg rect[fill="#1f6feb"]')).toBeVisible();
  await row.getByRole("gridcell").filter({ hasText: "Attic" }).click();
  await page.keyboard.press("ControlOrMeta+Enter");
  const panel = page.getByRole("complementary", { name: "Row 1" });
  await expect(panel.getByRole("textbox", { name: "Size" })).toHaveValue("20.5");
  await expect(panel.getByRole("textbox", { name: "Size" })).toHaveAccessibleDescription("m²");
  const story = panel.getByRole("textbox", { name: "Story" });
  await story.fill("A warm room");
  await story.press("ControlOrMeta+a");
  await panel.getByRole("button", { name: "Bold" }).click();
  await expect(story).toHaveValue("**A warm room**");
  await panel.getByRole("button", { name: "Preview" }).click();
  await expect(panel.locator("strong")).toHaveText("A warm room");
  // What is typed on is shown at once, with the source beside it.
  await story.press("End");
  await story.press("Enter");
  await story.press("Enter");
  await story.pressSequentially("With a bed");
  await panel.getByRole("button", { name: "Numbered list" }).click();
  await expect(story).toHaveValue("**A warm room**\n\n1. With a bed");
  await expect(panel.getByRole("region", { name: "Preview of Story" }).locator("ol > li")).toHaveText("With a bed");
  await panel.getByRole("button", { name: "Numbered list" }).click();
  await story.fill("**A warm room**");
  await story.blur();
  await expect.poll(async () => (await stored())?.story).toBe("**A warm room**");
  await nothingSerious();
});

test("edits a formatted text as it looks, and keeps what it does not show as its source [FLD-04]", async () => {
  const written = "Old *words* here\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n*  a loose item";
  const values = { name: "Loft", story: written };
  await quintet.call(createRow, { params: { appId: hotel.appId, modelId: modelId("room") }, body: { values } });
  const story = async () =>
    (await quintet.hosted(hotel.slug, "/api/v1/rooms?name=Loft")).json<{ results: { story: string }[] }>().results[0]
      ?.story;
  await page.goto(`http://localhost:${quintet.port}/apps/${hotel.appId}/data/${modelId("room")}`);
  await page.getByRole("grid", { name: "Rooms" }).getByRole("gridcell").filter({ hasText: "Loft" }).click();
  await page.keyboard.press("ControlOrMeta+Enter");
  const panel = page.getByRole("complementary", { name: /^Row / });
  await panel.getByRole("button", { name: "Visual" }).click();
  const visual = panel.getByRole("textbox", { name: "Story" }).and(panel.locator("[contenteditable=true]"));
  await expect(visual.locator("em")).toHaveText("words");
  await expect(visual.locator("pre[data-source]")).toContainText("| a | b |");
  await nothingSerious();
  // Opened and left: nothing has changed.
  await visual.focus();
  await panel.getByRole("button", { name: "Visual" }).click();
  await expect(panel.getByRole("textbox", { name: "Story" })).toHaveValue(written);

  await panel.getByRole("button", { name: "Visual" }).click();
  await visual.locator("p").first().click();
  await page.keyboard.press("End");
  await page.keyboard.type(" and ");
  await page.keyboard.press("ControlOrMeta+b");
  await page.keyboard.type("bold");
  await expect(visual.locator("strong")).toHaveText("bold");
  await panel.getByRole("button", { name: "Quote" }).click();
  await expect(visual.locator("blockquote")).toContainText("Old words here and bold");
  await panel.getByRole("button", { name: "Visual" }).click();
  const after = written.replace("Old *words* here", "> Old *words* here and **bold**");
  await expect(panel.getByRole("textbox", { name: "Story" })).toHaveValue(after);
  await expect.poll(story).toBe(after);
});

test("sets how long a text is at least, and refuses what cannot be [CON-11]", async () => {
  await page.goto(
    `http://localhost:${quintet.port}/apps/${hotel.appId}/models/${modelId("room")}?field=${fieldId("room", "name")}&view=list`,
  );
  const least = page.getByRole("textbox", { name: "At least, characters" });
  const type = async () => {
    const draft = await quintet.call(getDraft, { params: { draftId: hotel.draftId } });
    const record = (draft.definition.records as Record<string, { type?: unknown }>)[fieldId("room", "name")];
    return record?.type;
  };
  await least.fill("many");
  await least.press("Enter");
  await expect(page.getByText("This must be a whole number.")).toBeVisible();
  await least.fill("300");
  await least.press("Enter");
  await expect(page.getByText("A text cannot need more characters than fit")).toBeVisible();
  await least.fill("2");
  await least.press("Enter");
  await expect.poll(type).toMatchObject({ minLength: 2 });
  await least.fill("");
  await least.press("Enter");
  await expect.poll(type).not.toHaveProperty("minLength");
});

test("sets limits, and the colours of choices, in the inspector [FLD-05] [FLD-22]", async () => {
  const inspect = (name: string) =>
    page.goto(
      `http://localhost:${quintet.port}/apps/${hotel.appId}/models/${modelId("room")}?field=${fieldId("room", name)}&view=list`,
    );
  await inspect("beds");
  const least = page.getByRole("textbox", { name: "At least" });
  await least.fill("2");
  await least.press("Enter");
  const most = page.getByRole("textbox", { name: "At most" });
  await most.fill("1");
  await most.press("Enter");
  await expect(page.getByText("The largest value cannot be less than the smallest")).toBeVisible();
  await inspect("state");
  await page.getByRole("button", { name: "Colour of choice free" }).click();
  await page.getByRole("menuitem", { name: "Green" }).click();
  await expect(page.getByRole("button", { name: "Colour of choice free" }).locator("span, svg").first()).toBeVisible();
  await nothingSerious();
});

test("gives a text a pattern, tries it with examples, and chooses a ready one [CON-12]", async () => {
  await page.goto(
    `http://localhost:${quintet.port}/apps/${hotel.appId}/models/${modelId("room")}?field=${fieldId("room", "name")}&view=list`,
  );
  const pattern = page.getByRole("textbox", { name: "Pattern", exact: true });
  await pattern.fill("(?=a)b");
  await pattern.press("Enter");
  await expect(page.getByText("A pattern cannot look ahead or behind")).toBeVisible();
  await pattern.fill("[A-Z][a-z]+");
  await pattern.press("Enter");
  await page.getByRole("textbox", { name: "When it does not match" }).fill("A capital, then small letters.");
  await page.getByRole("textbox", { name: "When it does not match" }).press("Enter");
  await page.getByRole("textbox", { name: "Try it" }).fill("Attic\nattic");
  const examples = page.getByRole("list", { name: "Examples" }).getByRole("listitem");
  await expect(examples).toHaveText(["Atticmatches", "atticdoes not match"]);
  const type = async () =>
    (await quintet.call(getDraft, { params: { draftId: hotel.draftId } })).definition.records[fieldId("room", "name")];
  await expect
    .poll(type)
    .toMatchObject({ type: { pattern: "[A-Z][a-z]+", patternMessage: "A capital, then small letters." } });
  await nothingSerious();
  await page.getByRole("button", { name: "Ready-made patterns" }).click();
  await page.getByRole("menuitem", { name: "Licence plate" }).click();
  await expect(examples).toHaveText(["Atticdoes not match", "atticdoes not match"]);
  await expect.poll(type).toMatchObject({ type: { patternMessage: "A licence plate is written like W-12345 X." } });
  await pattern.fill("");
  await pattern.press("Enter");
  await expect(page.getByRole("textbox", { name: "Try it" })).toBeHidden();
  await expect.poll(type).not.toHaveProperty("type.pattern");
});

test("says of a text whether empty text is a value, and the row form does as it says [FLD-20]", async () => {
  await page.goto(
    `http://localhost:${quintet.port}/apps/${hotel.appId}/models/${modelId("room")}?field=${fieldId("room", "name")}&view=list`,
  );
  const isValue = page.getByRole("switch", { name: "Empty text is a value" });
  await expect(page.getByText("An input that is left empty means that there is no value.")).toBeVisible();
  await isValue.click();
  await expect(page.getByText("An input that is left empty stores empty text.")).toBeVisible();
  const drawn = async () =>
    (await quintet.call(getDraft, { params: { draftId: hotel.draftId } })).definition.records[fieldId("room", "name")];
  await expect.poll(drawn).toMatchObject({ required: true, default: "", type: { emptyText: true } });
  await nothingSerious();
  await publish(quintet, hotel);
  await page.goto(`http://localhost:${quintet.port}/apps/${hotel.appId}/data/${modelId("room")}`);
  const row = page.getByRole("grid", { name: "Rooms" }).getByRole("row").filter({ hasText: "Attic" });
  await row.getByRole("gridcell").filter({ hasText: "Attic" }).click();
  await page.keyboard.press("ControlOrMeta+Enter");
  const name = page.getByRole("complementary", { name: "Row 1" }).getByRole("textbox", { name: "Name" });
  await name.fill("");
  await name.blur();
  await expect.poll(async () => (await stored())?.name).toBe("");
});

test("keeps several values in a field, as chips in the panel of its row, and changes what its items are [PG-01]", async () => {
  await page.goto(`http://localhost:${quintet.port}/apps/${hotel.appId}/data/${modelId("room")}`);
  const row = page.getByRole("grid", { name: "Rooms" }).getByRole("row").filter({ hasText: "+43158058" });
  await row.getByRole("gridcell").filter({ hasText: "+43158058" }).click();
  await page.keyboard.press("ControlOrMeta+Enter");
  const panel = page.getByRole("complementary", { name: "Row 1" });
  const extras = panel.getByRole("combobox", { name: "Extras" });
  await extras.fill("balcony");
  await extras.press("Enter");
  await expect.poll(async () => (await stored())?.extras).toEqual(["balcony"]);
  await extras.fill("sea view");
  await extras.press("Enter");
  await expect.poll(async () => (await stored())?.extras).toEqual(["balcony", "sea view"]);
  await expect(panel.getByText("sea view", { exact: true })).toBeVisible();
  await nothingSerious();
  await extras.press("Backspace");
  await expect.poll(async () => (await stored())?.extras).toEqual(["balcony"]);
  await page.goto(
    `http://localhost:${quintet.port}/apps/${hotel.appId}/models/${modelId("room")}?field=${fieldId("room", "extras")}&view=list`,
  );
  await page.getByRole("combobox", { name: "Items" }).click();
  await page.getByRole("option", { name: "Whole numbers" }).click();
  await expect
    .poll(
      async () =>
        (await quintet.call(getDraft, { params: { draftId: hotel.draftId } })).definition.records[
          fieldId("room", "extras")
        ],
    )
    .toMatchObject({ type: { name: "list", of: "integer" } });
  await nothingSerious();
});

test("gives a number its unit, and says where it stands, in the inspector", async () => {
  await page.goto(
    `http://localhost:${quintet.port}/apps/${hotel.appId}/models/${modelId("room")}?field=${fieldId("room", "beds")}&view=list`,
  );
  const unit = page.getByRole("textbox", { name: "Unit", exact: true });
  await unit.fill("{{ x }}");
  await unit.press("Enter");
  await expect(page.getByText("A unit has none of the signs")).toBeVisible();
  await unit.fill("€");
  await unit.press("Enter");
  const place = page.getByRole("combobox", { name: "The unit stands" });
  await expect(place).toHaveValue("After the value");
  await place.click();
  await page.getByRole("option", { name: "Before the value" }).click();
  await expect(place).toHaveValue("Before the value");
  await expect
    .poll(
      async () =>
        (await quintet.call(getDraft, { params: { draftId: hotel.draftId } })).definition.records[
          fieldId("room", "beds")
        ],
    )
    .toMatchObject({ type: { name: "integer", unit: "€", unitBefore: true } });
  await nothingSerious();
  await unit.fill("");
  await unit.press("Enter");
  await expect(place).toBeHidden();
});
