import { type BrowserContext, expect, type Locator, type Page, test } from "@playwright/test";
import { axe } from "../support/axe.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/**
 * From an empty app to a home page with a hero, three cards from rows, a contact form and a footer; published; the
 * message arrives as a row. By mouse, and again by keyboard alone, counted.
 */
test.describe.configure({ mode: "serial", timeout: 240_000 });
test.use({ actionTimeout: 20_000 });
let quintet: Quintet;
let context: BrowserContext;
let page: Page;
const errors: string[] = [];
const CAKES =
  "Name,Price,Baked on\nCarrot cake,4.50,2026-11-01\nPoppy seed roll,3.20,2026-11-02\nPlum tart,3.90,2026-11-03\n";

test.beforeAll(async ({ browser }) => {
  quintet = await startQuintet();
  await quintet.signUp();
  context = await browser.newContext({ reducedMotion: "reduce", viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  page.on("pageerror", (error) => errors.push(String(error)));
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});
test.afterEach(() => expect(errors, "errors on the page").toEqual([]));

/** One click, one command by keyboard, or one drop; typing is free. */
function counter() {
  let actions = 0;
  return {
    act: async (deed: () => Promise<unknown>) => {
      actions++;
      await deed();
    },
    count: () => actions,
  };
}

const canvas = () => page.frameLocator("iframe[title^='Page ']");
const item = (name: RegExp) =>
  page.getByRole("tree", { name: "Structure of the page" }).getByRole("treeitem", { name }).first();
const dialog = () => page.getByRole("dialog", { name: "What happens with what is sent?" });
const newPage = () => page.getByRole("dialog", { name: "New page" });
const panel = () => page.getByRole("dialog", { name: /publish/i });
const offer = (name: RegExp) => page.getByRole("button", { name }).first();

async function signIn(): Promise<void> {
  await page.goto(`http://localhost:${quintet.port}/`);
  await page.getByLabel("Email").fill("ada@example.test");
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await page.keyboard.press("Enter");
}

const cakes = () =>
  page
    .locator("input[type=file]")
    .setInputFiles({ name: "cakes.csv", mimeType: "text/csv", buffer: Buffer.from(CAKES) });

test("by mouse, from an empty app to a page that takes messages, in at most 25 actions [FRM-02]", async () => {
  const { act, count } = counter();
  await signIn();
  await page.getByLabel("Name of the app").fill("Bakery");
  await act(() => page.getByRole("button", { name: "Start empty" }).click());
  await expect(page.getByRole("heading", { name: "Draw your first model" })).toBeVisible();
  await act(cakes);
  const accept = page.getByRole("button", { name: "Add model and review publishing" });
  await expect(accept).toBeEnabled({ timeout: 30_000 });
  await act(() => accept.click());
  await expect(panel()).toBeVisible();
  const anyone = panel().getByRole("radio", { name: /anyone on the internet/i });
  await act(() => anyone.first().check());
  await act(() => panel().getByRole("button", { name: "Close" }).last().click());

  await act(() => page.getByRole("link", { name: "Pages", exact: true }).click());
  await act(() => page.getByRole("button", { name: "New page", exact: true }).last().click());
  await newPage().getByLabel("Address").fill("/");
  // The import made a list there, which gives way.
  await expect(newPage().getByRole("checkbox", { name: /List of Cakes.* moves to \/cakes\// })).toBeChecked();
  await act(() => newPage().getByLabel("Show on the cards").selectOption({ label: "Cakes" }));
  await shoot("new");
  await act(() => newPage().getByRole("button", { name: "Add page" }).click());
  // Not published yet: the rows are samples.
  await expect(canvas().getByRole("article")).toHaveCount(3);
  await act(() => item(/^Block main/).click());
  await act(() => page.getByText("Insert", { exact: true }).first().click());
  await act(() => offer(/^Form/).click());
  const anyoneMaySend = dialog().getByRole("checkbox", { name: /Anyone may send it/ });
  await act(() => anyoneMaySend.check());
  await shoot("ask");
  const { violations } = await axe(page).exclude("iframe").analyze();
  expect(violations).toEqual([]);
  await act(() => dialog().getByRole("button", { name: "Insert form" }).click());
  await expect(canvas().getByLabel("Email")).toBeVisible();
  await shoot("form");
  await act(() => offer(/^Footer/).click());
  await expect(canvas().getByText("One sentence about who you are.")).toBeVisible();
  await act(() => page.getByRole("link", { name: "Publish", exact: true }).click());
  const publish = panel().getByRole("button", { name: /^publish/i });
  await expect(publish).toBeEnabled({ timeout: 30_000 });
  await act(() => publish.click());
  await expect(panel().getByText(/live in/i)).toBeVisible({ timeout: 60_000 });
  expect(count()).toBeLessThanOrEqual(25);
  await sendMessage("bakery");
  await lookAt("bakery");
});

/** Goes on with Tab until the control has the focus. */
async function tabTo(control: Locator): Promise<void> {
  await expect(control).toBeVisible({ timeout: 30_000 });
  for (let press = 0; press < 80; press++) {
    if (await control.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${control}.`);
}

test("by keyboard alone, in at most 25 commands", async () => {
  const { act, count } = counter();
  const press = (key: string) => act(() => page.keyboard.press(key));
  const enter = async (control: Locator) => {
    await tabTo(control);
    await press("Enter");
  };
  await page.goto(`http://localhost:${quintet.port}/`);
  await enter(page.getByRole("button", { name: "New app" }));
  await tabTo(page.getByLabel("Name of the app"));
  await page.keyboard.type("Patisserie");
  await enter(page.getByRole("button", { name: "Start empty" }));
  await expect(page.getByRole("heading", { name: "Draw your first model" })).toBeVisible();
  await act(cakes);
  const accept = page.getByRole("button", { name: "Add model and review publishing" });
  await expect(accept).toBeEnabled({ timeout: 30_000 });
  await enter(accept);
  const anyone = panel()
    .getByRole("radio", { name: /anyone on the internet/i })
    .first();
  // Of radio buttons that belong together, Tab reaches one; arrows go on from there.
  await expect(anyone).toBeVisible();
  for (let step = 0; step < 40; step++) {
    if (await page.evaluate(() => document.activeElement?.matches("[role=dialog] input[type=radio]"))) break;
    await page.keyboard.press("Tab");
  }
  for (let step = 0; step < 5 && !(await anyone.isChecked()); step++) await page.keyboard.press("ArrowDown");
  if (!(await anyone.isChecked())) await page.keyboard.press("Space");
  await expect(anyone).toBeChecked();
  await press("Escape");
  await expect(panel()).toBeHidden();

  await enter(page.getByRole("link", { name: "Pages", exact: true }));
  await enter(page.getByRole("button", { name: "New page", exact: true }).last());
  await tabTo(newPage().getByLabel("Address"));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("/");
  await tabTo(newPage().getByLabel("Show on the cards"));
  await page.keyboard.type("Cakes");
  await enter(newPage().getByRole("button", { name: "Add page" }));
  await expect(canvas().getByRole("article")).toHaveCount(3);
  await tabTo(page.getByRole("treeitem").first());
  for (let step = 0; step < 10; step++) {
    if (await item(/^Block main/).evaluate((one) => one === document.activeElement)) break;
    await page.keyboard.press("ArrowDown");
  }
  await press("/");
  await page.keyboard.type("Form");
  await press("Enter");
  await tabTo(dialog().getByRole("checkbox", { name: /Anyone may send it/ }));
  await press("Space");
  await enter(dialog().getByRole("button", { name: "Insert form" }));
  await expect(canvas().getByLabel("Email")).toBeVisible();
  // After the dialog, the focus is on the new part in the structure.
  await expect(item(/^Form/)).toBeFocused();
  await press("/");
  await expect(page.getByLabel("Find a part to insert")).toBeFocused();
  await page.keyboard.type("Footer");
  await press("Enter");
  await expect(canvas().getByText("One sentence about who you are.")).toBeVisible();
  await press("Control+Shift+Enter");
  const publish = panel().getByRole("button", { name: /^publish/i });
  await expect(publish).toBeEnabled({ timeout: 30_000 });
  await enter(publish);
  await expect(panel().getByText(/live in/i)).toBeVisible({ timeout: 60_000 });
  expect(count()).toBeLessThanOrEqual(25);
  await sendMessage("patisserie");
});

async function sendMessage(slug: string): Promise<void> {
  const visitor = await (context.browser() as NonNullable<ReturnType<BrowserContext["browser"]>>).newContext({
    javaScriptEnabled: false,
  });
  const site = await visitor.newPage();
  await site.goto(`http://${slug}.localhost:${quintet.port}/`);
  await expect(site.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(site.getByRole("article")).toHaveCount(3);
  // The footer stands below the form and not in it.
  await expect(site.getByText("One sentence about who you are.")).toBeVisible();
  await expect(site.locator("form").getByText("One sentence about who you are.")).toHaveCount(0);
  await site.getByLabel("Name").fill("Grace");
  await site.getByLabel("Email").fill("grace@example.test");
  await site.getByLabel("Message").fill("Are you open on Sundays?");
  await site.getByRole("button", { name: "Send" }).last().click();
  await expect(site.getByText("Thank you. Your message was sent.")).toBeVisible();
  // It is a row, and nobody but the builders reads it.
  expect((await quintet.hosted(slug, "/api/v1/messages")).status).toBe(404);
  await visitor.close();
  await panel().getByRole("button", { name: "Close" }).last().click();
  await page.goto(page.url().replace(/(\/apps\/[^/]+)\/.*/, "$1/data"));
  await page.getByRole("navigation", { name: "Models" }).getByRole("link", { name: "Messages" }).click();
  await expect(page.getByText("Are you open on Sundays?").first()).toBeVisible();
}

/** The page as visitors see it, at three widths, light and dark: nothing spills, and axe finds nothing serious. */
async function lookAt(slug: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const)
    for (const width of [1440, 768, 390]) {
      const own = await (context.browser() as NonNullable<ReturnType<BrowserContext["browser"]>>).newContext({
        colorScheme,
        viewport: { width, height: 900 },
      });
      const site = await own.newPage();
      await site.goto(`http://${slug}.localhost:${quintet.port}/`);
      const { violations } = await axe(site).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect
        .soft(
          serious.map(({ id }) => id),
          `${width} ${colorScheme}`,
        )
        .toEqual([]);
      const spill = await site.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect.soft(spill, `${width}`).toBeLessThanOrEqual(0);
      const folder = process.env.QUINTET_SCREENSHOTS;
      if (folder) await site.screenshot({ path: `${folder}/home-${width}-${colorScheme}.png`, fullPage: true });
      await own.close();
    }
}

async function shoot(name: string): Promise<void> {
  const folder = process.env.QUINTET_SCREENSHOTS;
  if (folder) await page.screenshot({ path: `${folder}/desk-${name}.png` });
}
