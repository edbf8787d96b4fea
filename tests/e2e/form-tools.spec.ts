import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { getDraft } from "#contract/http/drafts";
import { app, choice, integer, model, modelId, testId, text } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { formRecords, pageRoute, withRecords } from "../support/form-records.ts";
import { openStudio } from "../support/open-studio.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** Forms are found, changed where they stand, given other inputs and fields of their own, and tried. */
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
  const rules = { read: "true", create: "true", update: "true" };
  const drawn = app(
    model("message", text("name", { required: true }), choice("topic", ["Orders", "Other"]), integer("age"), {
      pluralLabel: "Messages",
      rules,
    }),
  );
  const definition = withRecords(drawn, [
    pageRoute("write", "/write/", { name: "create", modelId: modelId("message"), formId: testId("form", "contact") }),
    pageRoute("change", "/messages/<int:id>/change/", { name: "update", modelId: modelId("message") }),
    ...formRecords("contact", "message", { name: {}, topic: {}, age: {} }),
    ...formRecords("lonely", "message", { name: {} }),
  ]);
  desk = await makeApp(quintet, "Desk", definition);
  await publish(quintet, desk);
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
const inspector = (name: string) => page.getByRole("complementary", { name });
const asked = () => section("Fields").getByRole("listitem");
async function records(kind: string): Promise<readonly Record<string, unknown>[]> {
  const { definition } = await quintet.call(getDraft, { params: { draftId: desk.draftId } });
  return Object.values(definition.records).filter((one) => one.kind === kind) as never;
}

test("all forms are found, with what each does and the pages on which it stands", async () => {
  await page.goto(studio("models"));
  await page.getByRole("navigation", { name: "Parts of the app" }).getByRole("link", { name: "Forms" }).click();
  await expect(page.getByRole("heading", { name: "Forms", level: 1 })).toBeVisible();
  const contact = page.getByRole("listitem").filter({ hasText: "Contact" });
  await expect(contact).toContainText("Adds a row to Messages");
  await expect(contact.getByRole("link", { name: "/write/" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Lonely" })).toContainText("On no page yet");
  await shoot("list");
  expect((await axe(page).analyze()).violations).toEqual([]);
  await contact.getByRole("link", { name: "Contact" }).click();
  await expect(page.getByRole("heading", { name: "Contact", level: 1 })).toBeVisible();
});

test("a field is asked for in another way, chosen by its picture, by mouse and by keyboard [FRM-04]", async () => {
  await section("Fields")
    .getByRole("button", { name: /^Topic/ })
    .click();
  const panel = inspector("Form field Topic");
  const ways = panel.getByRole("group", { name: "Asked for as" });
  await expect(ways.getByRole("radio", { name: "As usual" })).toBeChecked();
  await ways.getByText("List", { exact: true }).click();
  await expect(ways.getByRole("radio", { name: "List" })).toBeChecked();
  await expect.poll(() => widgetOf("contact.topic")).toEqual({ name: "select" });
  await ways.getByRole("radio", { name: "List" }).press("ArrowUp");
  await expect(ways.getByRole("radio", { name: "Buttons" })).toBeChecked();
  await shoot("widget");
  await ways.getByText("As usual").click();
  await expect.poll(() => widgetOf("contact.topic")).toBeUndefined();
  expect((await axe(page).analyze()).violations).toEqual([]);
});

test("a form asks something of its own: a list, or a row [FRM-02]", async () => {
  await section("Fields").getByRole("button", { name: "Ask something else" }).click();
  await page.getByRole("menuitem", { name: "One of a list" }).click();
  await expect(asked()).toHaveCount(4);
  const panel = inspector("Form field Question");
  await panel.getByLabel("Choices, one on each line").fill("By a friend\nBy searching");
  await page.keyboard.press("Tab");
  await panel.getByLabel("Name", { exact: true }).fill("found");
  await panel.getByLabel("Name", { exact: true }).press("Enter");
  await panel.getByLabel("Label", { exact: true }).fill("How did you find us?");
  await panel.getByLabel("Label", { exact: true }).press("Enter");
  await shoot("own");
  await section("Fields").getByRole("button", { name: "Ask something else" }).click();
  await page.getByRole("menuitem", { name: "A row of a model" }).click();
  await expect(asked()).toHaveCount(5);
  await expect(inspector("Form field Question").getByLabel("A row of")).toBeVisible();
  await expect
    .poll(async () => (await records("formField")).flatMap(({ own }) => (own ? [own] : [])))
    .toEqual([
      {
        name: "found",
        type: { name: "choice" },
        choices: [
          { value: "By a friend", label: "By a friend" },
          { value: "By searching", label: "By searching" },
        ],
      },
      { name: "question", type: { name: "relation", targetModelId: modelId("message"), onDelete: "protect" } },
    ]);
});

test("a published form is tried: what is wrong, what would be written, and nothing is kept", async () => {
  const trial = section("Try it");
  await trial.getByLabel("Age").fill("old");
  await trial.getByRole("button", { name: "Try it" }).click();
  await expect(trial.getByRole("status")).toContainText("It would be refused, for what is said at its fields.");
  await expect(trial.getByLabel("Name")).toHaveAccessibleDescription(/needed|required/i);
  await expect(trial.getByLabel("Age")).toHaveAttribute("aria-invalid", "true");
  await trial.getByLabel("Name").fill("Ada");
  await trial.getByLabel("Age").fill("36");
  await trial.getByLabel("Sent by").selectOption({ label: "You" });
  await trial.getByRole("button", { name: "Try it" }).click();
  await expect(trial.getByRole("status")).toContainText("This would be written:");
  await expect(trial.getByRole("definition").filter({ hasText: "Ada" })).toBeVisible();
  await shoot("tried");
  const visitor = await context.newPage();
  const answer = await visitor.goto(`http://${desk.slug}.localhost:${quintet.port}/messages/1/change/`);
  expect(answer?.status()).toBe(404);
  await visitor.close();
});

test("the form of a page is made one's own from its route, and what follows is said there", async () => {
  await page.goto(studio("routes"));
  await page.getByRole("row").filter({ hasText: "/messages/" }).getByRole("button").first().click();
  const panel = inspector("Route /messages/");
  await panel.getByRole("button", { name: "Change this form" }).click();
  await expect(panel.getByRole("link", { name: "Edit Message" })).toBeVisible();
  await panel.getByRole("radio", { name: "Show a message in its place" }).check();
  await panel.getByLabel("Message", { exact: true }).fill("It was changed.");
  await page.keyboard.press("Tab");
  await shoot("route");
  await expect
    .poll(async () => (await records("form")).find(({ action }) => action === "update")?.success)
    .toEqual({ to: "message", text: "It was changed." });
  expect((await axe(page).analyze()).violations).toEqual([]);
});

const widgetOf = async (key: string) =>
  (await records("formField")).find(({ id }) => id === testId("formField", key))?.widget;

/** Pictures for people to look at, when a folder is named. */
async function shoot(name: string): Promise<void> {
  const folder = process.env.QUINTET_SCREENSHOTS;
  if (!folder) return;
  const before = page.viewportSize();
  for (const width of [1440, 390])
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${folder}/tools-${name}-${width}-${colorScheme}.png` });
    }
  if (before) await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: "light" });
}
