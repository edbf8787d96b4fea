import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { addManyToMany } from "#engine/edits/commands/links";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, decimal, integer, model, modelId, relation, text } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { openStudio } from "../support/open-studio.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";
import { sheetOf, workbookParts, zip } from "../support/zip.ts";

/** Rows from files into a model that is live, by drop and by keyboard; what it says is compared with the API. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  const open = { rules: { read: "true" }, api: true } as const;
  shop = await makeApp(
    quintet,
    "Library",
    app(
      model("author", text("name", { required: true, unique: true }), { ...open, pluralLabel: "Authors" }),
      model(
        "book",
        text("title", { required: true }),
        text("isbn", { unique: true }),
        decimal("price"),
        integer("pages"),
        relation("author", "author"),
        { ...open, pluralLabel: "Books" },
      ),
    ),
  );
  await publish(quintet, shop);
  ({ context, page } = await openStudio(browser, quintet));
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const data = (name: string) => `http://localhost:${quintet.port}/apps/${shop.appId}/data/${modelId(name)}`;
const api = async (path: string) =>
  (await quintet.hosted(shop.slug, `/api/v1/${path}`)).json<{ results: Record<string, unknown>[] }>().results;

/** Until what takes a file is seen, nobody would drop one. */
async function openHome(): Promise<void> {
  await page.goto(`http://localhost:${quintet.port}/`);
  await expect(page.getByRole("region", { name: "Import a file" })).toBeVisible();
}
/** As from the desktop: the file is let fall on the window. */
async function drop(name: string, content: string | Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, base64]) => {
      const made = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      made.items.add(new File([bytes], fileName));
      return made;
    },
    [name, Buffer.from(content).toString("base64")] as const,
  );
  for (const event of ["dragenter", "dragover", "drop"])
    await page.dispatchEvent("body", event, { dataTransfer: transfer });
}
async function faults(): Promise<readonly string[]> {
  const { violations } = await axe(page).analyze();
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id }) => id);
}
const importButton = () => page.getByRole("button", { name: /^Import \d/ });

test("a TSV dropped on a live model's sheet shows its bad rows, and without them is live [SER-01] [SER-06] [QRY-28]", async () => {
  await page.goto(data("author"));
  await expect(page.getByRole("button", { name: "Add the first row" })).toBeVisible();
  await drop("authors.csv", "name\nJane Austen\nFranz Kafka\n");
  await importButton().click();
  await expect(page.getByRole("status")).toContainText("2 rows added in Authors. They are live.");

  await page.goto(data("book"));
  await expect(page.getByRole("button", { name: "Import rows" })).toBeVisible();
  await drop(
    "books.tsv",
    "Title\tISBN\tUnit price\tPages\tAuthor\tShelf\nEmma\t1\t9.50\t474\tJane Austen\tA\nThe Trial\t2\tdear\t255\tFranz Kafka\tA\nPersuasion\t3\t7.00\t249\tJane Osten\tB\nAmerika\t1\t5.00\t\tFranz Kafka\tB\n",
  );
  const bad = page.getByRole("region", { name: "Values that do not fit" });
  await expect(bad.getByRole("listitem")).toHaveText([
    /Row 2\s*dear\s*must be a decimal number/,
    /Row 3\s*Jane Osten\s*points to no row: there is no Author with this Name/,
    /Row 4\s*1\s*must be unique, and row 1 has it too/,
  ]);
  await expect(page.getByRole("note")).toHaveText("This column fills nothing: Shelf.");
  await expect(importButton()).toHaveCount(1);
  await expect(importButton()).toBeDisabled();
  expect(await faults()).toEqual([]);
  for (const column of ["Unit price", "Author", "ISBN"])
    await bad.getByRole("article", { name: column }).getByRole("button", { name: "Skip these rows" }).click();
  await expect(bad).toBeHidden();
  await expect(page.getByRole("status")).toHaveText("1 row is added, 3 rows are skipped. They are live at once.");

  // What was adjusted is there after a reload.
  await page.reload();
  await expect(page.getByRole("status")).toHaveText("1 row is added, 3 rows are skipped. They are live at once.");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("status")).toContainText("1 row added, 3 rows skipped in Books. They are live.");
  await page.getByRole("link", { name: "See Books" }).click();
  await expect(page.getByRole("grid", { name: "Books" }).getByRole("row")).toHaveCount(2);
  await expect
    .poll(() => api("books?expand=author"))
    .toMatchObject([{ title: "Emma", isbn: "1", price: "9.50", pages: 474, author: { name: "Jane Austen" } }]);
});

test("an Excel workbook changes the rows that it knows and adds the others, from the sheet that one picks [SER-01] [SER-06] [QRY-27] [QRY-28]", async () => {
  const workbook = zip(
    workbookParts({
      sheets: {
        Notes: sheetOf([["nothing"], ["here"]]),
        Books: sheetOf([
          ["Stock of November"],
          [],
          ["isbn", "title", "price"],
          ["1", "Emma", 12],
          ["4", "Sanditon", 3],
        ]),
      },
    }),
  );
  await page.getByLabel("File with rows for Books").setInputFiles({
    name: "stock.xlsx",
    mimeType: "application/octet-stream",
    buffer: workbook,
  });
  await page.getByLabel("Sheet", { exact: true }).selectOption("Books");
  await expect(page.getByText("1 row above the names of the columns is left out.")).toBeVisible();
  await page
    .getByLabel("Rows that are there already")
    .selectOption({ label: "Change where Isbn is equal, add the others" });
  await expect(page.getByRole("status")).toHaveText("1 row is added, 1 row is matched. They are live at once.");
  await importButton().click();
  await expect(page.getByRole("status")).toContainText("1 row added, 1 row changed in Books.");
  await expect
    .poll(async () => (await api("books?ordering=isbn")).map(({ title, price }) => `${title} ${price}`))
    .toEqual(["Emma 12.00", "Sanditon 3.00"]);
});

test("an import is taken back, and fits a phone, dark", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(data("book"));
  await page.getByLabel("File with rows for Books").setInputFiles({
    name: "more.ndjson",
    mimeType: "application/octet-stream",
    buffer: Buffer.from('{"title": "One", "isbn": "8"}\n{"title": "Two", "isbn": "9"}\n'),
  });
  await expect(importButton()).toBeEnabled();
  expect(await faults()).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await importButton().click();
  await page.getByRole("button", { name: "Take back" }).click();
  await expect(page.getByRole("status")).toHaveText("2 rows removed.");
  await expect.poll(() => api("books")).toHaveLength(2);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: "light" });
});

test("rows with too many cells wait for a word: columns, without the extra cells, or skipped", async () => {
  await openHome();
  await drop("trips.csv", "title,place,price\nEmma,Surrey,1.50,\nOn the Road,Denver, Colorado,2.50\nKim,Lahore,3.50\n");
  const bad = page.getByRole("region", { name: "Values that do not fit" });
  await expect(bad.getByRole("listitem")).toHaveText([
    "Row 2has 4 cells, the header has 3: the extra one is “2.50”",
    /Row 2\s*Colorado\s*must be a decimal number/,
  ]);
  const status = page.getByRole("status");
  await expect(status).toHaveText("2 things to decide above before it can be imported.");
  expect(await faults()).toEqual([]);
  const extra = bad.getByRole("article", { name: "Rows with too many cells" });
  await extra.getByRole("button", { name: "Skip these rows" }).click();
  await expect(status).toHaveText("2 rows and 3 fields. 1 row is skipped. Nothing is public until you publish.");
  await expect(bad).toBeHidden();
  const choice = page.getByLabel("Rows with more cells than the header");
  await choice.selectOption({ label: "Import without the extra cells" });
  await expect(bad.getByRole("article")).toHaveAccessibleName("price");
  await choice.selectOption({ label: "Stop and tell me" });
  await extra.getByRole("button", { name: "Make them a column" }).click();
  await expect(choice).toBeHidden();
  await expect(page.getByLabel("Include Column 4")).toBeChecked();
  await page.getByRole("button", { name: "Cancel" }).click();
});

test("what a new model and its app are called is there after a reload", async () => {
  await openHome();
  await drop("films.csv", "title,year\nAlien,1979\n");
  await page.getByLabel("One row is a").fill("Motion picture");
  await page.getByLabel("Label of title").fill("Name of it");
  await page.getByLabel("App", { exact: true }).fill("Cinema");
  await page.waitForResponse((response) => response.url().endsWith("/proposal") && response.ok());
  await page.reload();
  await expect(page.getByLabel("One row is a")).toHaveValue("Motion picture");
  await expect(page.getByLabel("Label of title")).toHaveValue("Name of it");
  await expect(page.getByLabel("App", { exact: true })).toHaveValue("Cinema");
  await page.getByRole("button", { name: "Cancel" }).click();
});

test("the text of an open cell is saved when one goes back, and waits while the server is away", async () => {
  await page.goto(data("author"));
  const authors = page.getByRole("grid", { name: "Authors" });
  await page.goto(data("book"));
  const books = page.getByRole("grid", { name: "Books" });
  await books.getByRole("gridcell", { name: "Emma" }).dblclick();
  await page.keyboard.type("Emma, again");
  await page.goBack();
  await expect(authors).toBeVisible();
  await expect.poll(async () => (await api("books?isbn=1"))[0]?.title).toBe("Emma, again");

  await page.goto(data("book"));
  await expect(books.getByRole("gridcell", { name: "Sanditon" })).toBeVisible();
  await context.setOffline(true);
  await books.getByRole("gridcell", { name: "Sanditon" }).dblclick();
  await page.keyboard.type("Sanditon, later");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Not saved yet: the server does not answer.")).toBeVisible();
  await expect(books.getByRole("gridcell", { name: "Sanditon, later" })).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText("Not saved yet: the server does not answer.")).toBeHidden();
  await expect.poll(async () => (await api("books?isbn=4"))[0]?.title).toBe("Sanditon, later");
});

test("a column of tags links the rows that it names, found by their title [REL-03]", async () => {
  const open = { rules: { read: "true" }, api: true } as const;
  const drawn = app(
    model("toy", text("name", { required: true }), { ...open, pluralLabel: "Toys" }),
    model("tag", text("name", { required: true }), { ...open, pluralLabel: "Tags" }),
  );
  const ends = { modelId: modelId("toy"), targetModelId: modelId("tag"), names: ["tags", "toys"] as const };
  const linked = applyEdits(drawn, addManyToMany(readDefinition(drawn), ends, seededRandom(3)).operations);
  if (!linked.ok) throw new Error(linked.refusal.message);
  const toys = await makeApp(quintet, "Toys", linked.definition);
  await publish(quintet, toys);
  const sheet = (name: string) => `http://localhost:${quintet.port}/apps/${toys.appId}/data/${modelId(name)}`;
  await page.goto(sheet("tag"));
  await expect(page.getByRole("button", { name: "Add the first row" })).toBeVisible();
  await drop("tags.csv", "name\nRed\nWood\n");
  await importButton().click();
  await expect(page.getByRole("status")).toContainText("2 rows added in Tags.");

  await page.goto(sheet("toy"));
  await expect(page.getByRole("button", { name: "Import rows" })).toBeVisible();
  await drop("toys.csv", 'name,tags\nTrain,"Red, Wood"\nBall,Red; Blue\n');
  const bad = page.getByRole("region", { name: "Values that do not fit" });
  await expect(bad.getByRole("listitem")).toHaveText([
    /Row 2\s*Blue\s*points to no row: there is no Tag with this Name/,
  ]);
  await expect(page.getByLabel("By what Tag is found")).toHaveValue(/^fld_/);
  expect(await faults()).toEqual([]);
  await page.getByLabel("When a value of Tags does not fit").selectOption({ label: "Leave it out" });
  await expect(bad).toBeHidden();
  await importButton().click();
  await expect(page.getByRole("status")).toContainText("2 rows added, 3 links made in Toys. They are live.");
  const tags = async () =>
    (await quintet.hosted(toys.slug, "/api/v1/toys?fields=name,tags.name&ordering=id")).json<{ results: object[] }>()
      .results;
  await expect.poll(tags).toMatchObject([
    { name: "Train", tags: [{ name: "Red" }, { name: "Wood" }] },
    { name: "Ball", tags: [{ name: "Red" }] },
  ]);
});
