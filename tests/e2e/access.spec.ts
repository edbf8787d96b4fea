import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { getDraft } from "#contract/http/drafts";
import { app, model, text } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { group, withRecords } from "../support/grants.ts";
import { openStudio } from "../support/open-studio.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** A builder says who may do what: in the table by mouse and by keyboard, and on a phone. */
test.describe.configure({ mode: "serial" });
let quintet: Quintet;
let studio: BrowserContext;
let page: Page;
let shop: TestApp;

const definition = withRecords(
  app(
    model("author", text("name"), { pluralLabel: "Authors" }),
    model("book", text("title"), text("price"), {
      pluralLabel: "Books",
      rules: { read: "true", update: 'user.group == "editors"' },
    }),
  ),
  group("editors"),
  group("press"),
);

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  shop = await makeApp(quintet, "Shop", definition);
  await publish(quintet, shop);
  ({ context: studio, page } = await openStudio(browser, quintet));
  await page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/access`);
  await expect(cell("Everyone, read Books: all rows")).toBeVisible();
});
test.afterAll(async () => {
  await studio?.close();
  await quintet?.stop();
});

const cell = (name: string) => page.getByRole("button", { name, exact: true });
const faultless = async () => expect((await axe(page).analyze()).violations).toEqual([]);

/** "update press true": the rules of the draft, without those that were there. */
async function rules(kind: "rule" | "fieldRule"): Promise<readonly string[]> {
  const draft = await quintet.call(getDraft, { params: { draftId: shop.draftId } });
  const records = Object.values(draft.definition.records as typeof definition.records);
  const groups = new Map<string, string>(
    records.flatMap((record) => (record.kind === "group" ? [[record.id, record.name] as const] : [])),
  );
  return records
    .flatMap((record) => {
      if (record.kind !== kind) return [];
      const {
        action,
        who = "everyone",
        expression,
      } = record as never as Record<"action" | "who" | "expression", string>;
      return [`${action} ${groups.get(who) ?? who} ${expression}`];
    })
    .sort();
}
const start = ["read everyone true", 'update everyone user.group == "editors"'];

test("a cell says what all rules give, and a click asks [AUTH-11]", async () => {
  await expect(cell("Press, read Books: all rows, by a rule for others")).toBeVisible();
  await expect(cell("Editors, change Books: all rows")).toBeVisible();
  await expect(cell("Everyone, change Books: no rows")).toBeVisible();
  await faultless();
  await cell("Press, change Books: no rows").click();
  const asked = page.getByRole("dialog", { name: "May Press change Books?" });
  await asked.getByRole("radio", { name: "Rows where" }).check();
  await asked.getByLabel("Condition").fill('record.title == "Draft"');
  await asked.getByLabel("Condition").press("Enter");
  await expect.poll(() => rules("rule")).toEqual([...start, 'update press record.title == "Draft"']);
  await expect(asked.getByText("Live: no rows.")).toBeVisible();
  await faultless();
  await asked.getByRole("button", { name: "Done" }).click();
  await expect(asked).toBeHidden();
  await expect(cell('Press, change Books: rows where record.title == "Draft"; live: no rows')).toBeFocused();
});

test("by keyboard alone: arrow keys move, Space changes, Enter asks, undo takes back [AUTH-11]", async () => {
  await page.keyboard.press("ArrowRight");
  await expect(cell("Press, delete Books: no rows")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(cell("Press, delete Authors: no rows")).toBeFocused();
  await page.keyboard.press("Space");
  await expect(cell("Press, delete Authors: all rows; live: no rows")).toBeFocused();
  await expect.poll(() => rules("rule")).toContain("delete press true");
  await page.keyboard.press("Control+z");
  await expect(cell("Press, delete Authors: no rows")).toBeFocused();
  await page.keyboard.press("Enter");
  const asked = page.getByRole("dialog", { name: "May Press delete Authors?" });
  await expect(asked.getByRole("radio", { name: "No" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(asked.getByRole("radio", { name: "All rows" })).toBeChecked();
  await page.keyboard.press("Escape");
  await expect(asked).toBeHidden();
  await expect(cell("Press, delete Authors: all rows; live: no rows")).toBeFocused();
  await page.keyboard.press("Space");
  await expect(cell("Press, delete Authors: no rows")).toBeFocused();
  await expect.poll(() => rules("rule")).not.toContain("delete press true");
});

test("a rule for everyone that names a group becomes one for the group when everyone gets rows", async () => {
  await cell("Everyone, change Books: no rows").click();
  const asked = page.getByRole("dialog", { name: "May Everyone change Books?" });
  await expect(asked.getByText("is shown at Editors")).toBeVisible();
  await asked.getByRole("radio", { name: "All rows" }).check();
  await expect
    .poll(() => rules("rule"))
    .toEqual(expect.arrayContaining(["update everyone true", "update editors true"]));
  await expect(asked.getByText("Anyone on the internet may change rows of Book.")).toBeVisible();
  await asked.getByRole("radio", { name: "No" }).check();
  await asked.getByRole("button", { name: "Done" }).click();
  await expect(asked).toBeHidden();
  await expect(cell("Editors, change Books: all rows")).toBeVisible();
  await expect.poll(() => rules("rule")).not.toContain("update everyone true");
});

test("a field is read by some only, and follows its model again [AUTH-14]", async () => {
  await page.getByRole("button", { name: "Books", exact: true }).click();
  await cell("Press, read Price: follows the model").click();
  const asked = page.getByRole("dialog", { name: "Who may read Price?" });
  await asked.getByRole("radio", { name: "Only these" }).check();
  await expect(asked.getByText("Nobody but builders.")).toBeVisible();
  await asked.getByRole("checkbox", { name: "Press" }).check();
  await expect.poll(() => rules("fieldRule")).toEqual(["read press true"]);
  await faultless();
  await asked.getByRole("button", { name: "Done" }).click();
  await expect(asked).toBeHidden();
  await expect(cell("Visitors, read Price: no; live: follows the model")).toBeVisible();
  await cell("Editors, read Price: no; live: follows the model").focus();
  await page.keyboard.press("Space");
  await expect.poll(() => rules("fieldRule")).toEqual(["read editors true", "read press true"]);
  await faultless();
  await cell("Editors, read Price: yes; live: follows the model").click();
  await asked.getByRole("radio", { name: "All who may read Books" }).check();
  await expect.poll(() => rules("fieldRule")).toEqual([]);
  await asked.getByRole("button", { name: "Done" }).click();
  await expect(asked).toBeHidden();
});

test("what visitors may do is one page, and nothing else is printed [SEC-10]", async () => {
  await page.getByRole("link", { name: "What visitors may do" }).click();
  const exposed = page.getByRole("article", { name: "What visitors may do in Shop" });
  await expect(exposed.getByText("Visitors may read all rows.")).toBeVisible();
  await expect(exposed.getByRole("row", { name: "Price yes no" })).toBeVisible();
  await expect(exposed.getByText("Closed to visitors: Authors.")).toBeVisible();
  await faultless();
  await page.emulateMedia({ media: "print" });
  await expect(exposed.getByRole("row", { name: "Price yes no" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Models" })).toBeHidden();
  await expect(page.getByRole("button", { name: "Publish" })).toBeHidden();
  await page.emulateMedia({ media: "screen" });
  await page.getByRole("link", { name: "Who may do what" }).click();
  await expect(cell("Everyone, read Books: all rows")).toBeVisible();
});

test("the address of a rule opens its question", async () => {
  const draft = await quintet.call(getDraft, { params: { draftId: shop.draftId } });
  const records = Object.values(draft.definition.records as typeof definition.records);
  const rule = records.find((record) => record.kind === "rule" && record.who !== undefined);
  await page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/access?rule=${rule?.id}`);
  await expect(page.getByRole("dialog", { name: /^May (Press|Editors) change Books\?$/ })).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("on a phone it is a list of what one group can do", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByLabel("What may they do?").selectOption({ label: "Press" });
  await cell("Press, add Authors: no rows").click();
  const asked = page.getByRole("dialog", { name: "May Press add Authors?" });
  await asked.getByRole("radio", { name: "All rows" }).check();
  await expect.poll(() => rules("rule")).toContain("create press true");
  await asked.getByRole("button", { name: "Done" }).click();
  await expect(asked).toBeHidden();
  await faultless();
});
