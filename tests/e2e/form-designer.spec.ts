import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { getDraft } from "#contract/http/drafts";
import { app, boolean, choice, date, longText, model, text } from "../builders.ts";
import { makeApp, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { openStudio } from "../support/open-studio.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** A form is made and designed: its fields, what follows, who may send it; by mouse and by keyboard. */
test.describe.configure({ mode: "serial" });
test.use({ actionTimeout: 20_000 });
let quintet: Quintet;
let desk: TestApp;
let context: BrowserContext;
let page: Page;
const errors: string[] = [];

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  const definition = app(
    model(
      "message",
      text("name", { required: true }),
      text("email"),
      longText("text", { required: true }),
      choice("state", ["open", "answered"]),
      date("day"),
      boolean("urgent"),
      { pluralLabel: "Messages" },
    ),
  );
  desk = await makeApp(quintet, "Desk", definition);
  ({ context, page } = await openStudio(browser, quintet));
  page.on("pageerror", (error) => errors.push(String(error)));
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});
test.afterEach(() => expect(errors, "errors on the page").toEqual([]));

const studio = (place: string) => `http://localhost:${quintet.port}/apps/${desk.appId}/${place}`;
const section = (name: string) => page.getByRole("region", { name, exact: true });
const asked = () => section("Fields").getByRole("listitem");
const inspector = (name: string) => page.getByRole("complementary", { name });
async function records(kind: string): Promise<readonly Record<string, unknown>[]> {
  const { definition } = await quintet.call(getDraft, { params: { draftId: desk.draftId } });
  return Object.values(definition.records).filter((one) => one.kind === kind) as never;
}

test("a form of a model is made with the fields that people fill in [FRM-02]", async () => {
  await page.goto(studio("forms"));
  await page.getByRole("button", { name: "New form" }).click();
  await page.getByRole("menuitem", { name: "Message" }).first().click();
  await expect(page.getByRole("heading", { name: "New Message", level: 1 })).toBeVisible();
  await expect(asked()).toHaveText([/^Name/, /^Email/, /^Text/, /^State/, /^Day/, /^Urgent/]);
  await shoot("new");
  const { violations } = await axe(page).analyze();
  expect(violations).toEqual([]);
});

test("fields are left out, asked for again, and ordered, by mouse and by keyboard", async () => {
  await section("Fields").getByRole("button", { name: "Do not ask for Day" }).click();
  await section("Fields").getByRole("button", { name: "Do not ask for Urgent" }).click();
  await expect(asked()).toHaveCount(4);
  await section("Fields").getByRole("button", { name: "Ask for Urgent" }).click();
  await expect(inspector("Form field Urgent")).toBeVisible();
  await section("Fields")
    .getByRole("button", { name: /^Urgent/ })
    .focus();
  await page.keyboard.press("Delete");
  await expect(asked()).toHaveCount(4);
  await section("Fields")
    .getByRole("button", { name: /^Email/ })
    .focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(asked()).toHaveText([/^Email/, /^Name/, /^Text/, /^State/]);
  await expect(section("Fields").getByRole("button", { name: /^Email/ })).toBeFocused();
  await expect(page.getByRole("status").filter({ hasText: "Email, 1 of 4" })).toBeAttached();
  await asked()
    .filter({ hasText: "Text" })
    .dragTo(asked().filter({ hasText: "Email" }));
  await expect(asked()).toHaveText([/^Text/, /^Email/, /^Name/, /^State/]);
  await page.getByRole("button", { name: /^Undo/ }).first().click();
  await expect(asked()).toHaveText([/^Email/, /^Name/, /^Text/, /^State/]);
});

test("a field says what it is called, whether it is needed, and what it always is [FRM-02] [FRM-08]", async () => {
  await section("Fields")
    .getByRole("button", { name: /^Email/ })
    .click();
  const panel = inspector("Form field Email");
  await panel.getByLabel("Label").fill("Your address");
  await panel.getByLabel("Label").press("Enter");
  await inspector("Form field Your address").getByLabel("Help").fill("We answer there.");
  await inspector("Form field Your address").getByLabel("Help").press("Enter");
  await inspector("Form field Your address").getByRole("switch", { name: "Required here" }).check();
  await expect(asked().first()).toHaveText(/Your address.*required/);
  await section("Fields")
    .getByRole("button", { name: /^State/ })
    .click();
  await inspector("Form field State").getByLabel("Always is").selectOption({ index: 1 });
  await expect(asked().last()).toHaveText(/State.*always "open"/);
  await shoot("field");
  await expect
    .poll(() => records("formField"))
    .toEqual(
      expect.arrayContaining([
        expect.objectContaining({ label: "Your address", help: "We answer there.", required: true }),
        expect.objectContaining({ fixed: '"open"' }),
      ]),
    );
});

test("a box that must be ticked belongs to the form alone", async () => {
  await section("Fields").getByRole("button", { name: "Add a box that must be ticked" }).click();
  await expect(asked()).toHaveCount(5);
  await expect(asked().last()).toHaveText(/I agree.*required.*of this form alone/);
});

test("what follows, and who may send it, is said in words; the rule is written on one click after a question", async () => {
  await section("After sending").getByLabel("Message", { exact: true }).fill("Thank you! We answer soon.");
  await section("After sending").getByLabel("Message", { exact: true }).press("Enter");
  await expect(section("Who may send it")).toContainText("Only builders may add Messages");
  await section("Who may send it").getByRole("button", { name: "Anyone, through this form only" }).click();
  const dialog = page.getByRole("dialog", { name: "Let anyone send this form?" });
  await expect(dialog).toContainText('request.form == "new_message"');
  await shoot("senders");
  await page.keyboard.press("Enter");
  await expect(section("Who may send it")).toContainText(
    "Anyone may add Messages through this form, and through nothing else.",
  );
  await expect
    .poll(() => records("rule"))
    .toMatchObject([{ action: "create", expression: 'request.form == "new_message"' }]);
  await expect
    .poll(() => records("form"))
    .toMatchObject([{ success: { to: "message", text: "Thank you! We answer soon." } }]);
  await section("Protection").getByLabel("Seconds that it takes at least to fill it in").fill("3");
  await page.keyboard.press("Tab");
  await expect.poll(() => records("form")).toMatchObject([{ protection: { minSeconds: 3 } }]);
});

test("it is found in the palette, and a rename changes the rule that names it", async () => {
  await page.goto(studio("models"));
  await expect(page.getByRole("article", { name: /^Model/ }).first()).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Find anything" }).getByRole("combobox").fill("new message");
  await page
    .getByRole("option", { name: /New Message/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { name: "New Message", level: 1 })).toBeVisible();
  const name = inspector("Form New Message").getByLabel("Name", { exact: true });
  await name.fill("contact");
  await name.press("Enter");
  await expect.poll(() => records("rule")).toMatchObject([{ expression: 'request.form == "contact"' }]);
  await shoot("whole");
});

/** Pictures for people to look at, when a folder is named. */
async function shoot(name: string): Promise<void> {
  const folder = process.env.QUINTET_SCREENSHOTS;
  if (!folder) return;
  const before = page.viewportSize();
  for (const width of [1440, 390])
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${folder}/form-${name}-${width}-${colorScheme}.png` });
    }
  if (before) await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: "light" });
}
