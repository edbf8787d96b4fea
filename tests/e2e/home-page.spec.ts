import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
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
const tree = () => page.getByRole("tree", { name: "Structure of the page" });
const item = (name: RegExp) => tree().getByRole("treeitem", { name }).first();
const dialog = () => page.getByRole("dialog", { name: "What happens with what is sent?" });
const panel = () => page.getByRole("dialog", { name: /publish/i });
const path = (name: string) =>
  page.getByRole("navigation", { name: "Where the selected part stands" }).getByRole("button", { name });
const offer = (name: RegExp) => page.getByRole("button", { name }).first();

test("by mouse, from an empty app to a page that takes messages, in at most 25 actions [FRM-02] [FRM-12]", async () => {
  const { act, count } = counter();
  await page.goto(`http://localhost:${quintet.port}/`);
  await page.getByLabel("Email").fill("ada@example.test");
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await page.keyboard.press("Enter");
  await page.getByLabel("Name of the app").fill("Bakery");
  await act(() => page.getByRole("button", { name: "Start empty" }).click());
  await expect(page.getByRole("heading", { name: "Draw your first model" })).toBeVisible();
  await act(() =>
    page
      .locator("input[type=file]")
      .setInputFiles({ name: "cakes.csv", mimeType: "text/csv", buffer: Buffer.from(CAKES) }),
  );
  const accept = page.getByRole("button", { name: "Add model and review publishing" });
  await expect(accept).toBeEnabled({ timeout: 30_000 });
  await act(() => accept.click());
  await expect(panel()).toBeVisible();
  await act(() =>
    panel()
      .getByRole("radio", { name: /anyone on the internet/i })
      .first()
      .check(),
  );
  await act(() => panel().getByRole("button", { name: "Close" }).last().click());

  await act(() => page.getByRole("link", { name: "Pages", exact: true }).click());
  await act(() => page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: /list/i }).first().click());
  await expect(canvas().getByRole("heading", { level: 1 })).toBeVisible();
  // What the default list shows is not what a home page shows.
  for (const part of [/^Header/, /^Search form/, /^Show if page.items/]) {
    await act(() => item(part).click());
    await act(() => page.keyboard.press("Delete"));
    await expect(item(part)).toHaveCount(0);
  }
  await act(() => page.getByText("Insert", { exact: true }).first().click());
  await act(() => offer(/^Hero/).click());
  await expect(canvas().getByRole("heading", { name: "Say what this is" })).toBeVisible();
  await act(() => path("Block main").click());
  await act(() => offer(/^Cards of rows/).click());
  // Not published yet: the rows are samples.
  await expect(canvas().getByRole("article").first()).toBeVisible();
  await act(() => path("Block main").click());
  await act(() => offer(/^Form/).click());
  await act(() =>
    dialog()
      .getByRole("checkbox", { name: /Anyone may send it/ })
      .check(),
  );
  await shoot("ask");
  const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  expect(violations).toEqual([]);
  await act(() => dialog().getByRole("button", { name: "Insert form" }).click());
  await expect(canvas().getByLabel("Email")).toBeVisible();
  await shoot("form");
  await act(() => path("Block main").click());
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

async function sendMessage(slug: string): Promise<void> {
  const visitor = await (context.browser() as NonNullable<ReturnType<BrowserContext["browser"]>>).newContext({
    javaScriptEnabled: false,
  });
  const site = await visitor.newPage();
  await site.goto(`http://${slug}.localhost:${quintet.port}/`);
  await expect(site.getByRole("heading", { name: "Say what this is" })).toBeVisible();
  await expect(site.getByRole("article")).toHaveCount(3);
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
      const { violations } = await new AxeBuilder({ page: site }).setLegacyMode(true).analyze();
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
