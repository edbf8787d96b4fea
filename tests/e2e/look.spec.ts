import { join } from "node:path";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { getDraft } from "#contract/http/drafts";
import type { AppTheme } from "#engine/definition/app-theme";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { bookshop, stockBookshop } from "../support/bookshop.ts";
import { openStudio } from "../support/open-studio.ts";
import { png } from "../support/png.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** A builder gives the app a look in its settings: each choice is one edit, shown at once, and live after a publish. */
test.describe.configure({ mode: "serial", timeout: 60_000 });
test.use({ actionTimeout: 10_000 });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;
const outside: string[] = [];

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  shop = await makeApp(quintet, "Bookshop", bookshop());
  await publish(quintet, shop);
  await stockBookshop(quintet, shop);
  ({ context, page } = await openStudio(browser, quintet));
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith("http") && !hostname.endsWith("localhost")) outside.push(request.url());
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`http://localhost:${quintet.port}/apps/${shop.appId}/settings`);
  await expect(page.getByRole("heading", { name: "Look", exact: true })).toBeVisible();
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const look = () => page.getByRole("region", { name: "Look", exact: true });
const shown = () => page.frameLocator("iframe[title='A page in this look']");
const themeOfDraft = async (): Promise<AppTheme | undefined> => {
  const draft = await quintet.call(getDraft, { params: { draftId: shop.draftId } });
  return draft.definition.settings.theme as AppTheme | undefined;
};
const accentOfPage = () =>
  shown()
    .locator("html")
    .evaluate((html) => getComputedStyle(html).getPropertyValue("--accent").trim());
const screenshot = async (name: string) => {
  const folder = process.env.QUINTET_SCREENSHOTS;
  if (folder) await page.screenshot({ path: join(folder, `look-${name}.png`), fullPage: true });
};

test("a look is chosen and the page beside shows it at once", async () => {
  await expect(shown().getByRole("heading", { level: 1 })).toBeVisible({ timeout: 20_000 });
  await look().getByRole("button", { name: "Paper" }).click();
  await expect.poll(accentOfPage).toBe("#8c3a22");
  await look().getByRole("radiogroup", { name: "Corners" }).getByText("Round").click();
  await look().getByRole("button", { name: "Teal" }).click();
  await expect.poll(accentOfPage).toBe("#0f6b66");
  await expect.poll(themeOfDraft).toMatchObject({ accent: "#0f6b66", neutral: "sand", radius: "large" });
});

test("an accent that cannot be read is refused, with the nearest that can", async () => {
  const accent = look().getByLabel("Accent", { exact: true });
  await accent.fill("#ffd400");
  await expect(look().getByText(/#ffd400 is too near to light backgrounds/)).toBeVisible();
  await screenshot("refused");
  expect((await themeOfDraft())?.accent).toBe("#0f6b66");
  await look()
    .getByRole("button", { name: /^Use #/ })
    .click();
  await expect(look().getByText(/too near/)).toBeHidden();
  await expect.poll(async () => (await themeOfDraft())?.accent).toBe("#806900");
});

test("a logo is chosen by file or drop, judged by its bytes, and undone as one step", async () => {
  const logo = look().getByLabel("Logo: file");
  await logo.setInputFiles({
    name: "logo.png",
    mimeType: "image/png",
    buffer: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"/>`),
  });
  await expect(look().getByText("logo.png was not taken. SVG can contain scripts")).toBeVisible();
  await logo.setInputFiles({
    name: "big.png",
    mimeType: "image/png",
    buffer: Buffer.from(png({ width: 9, height: 9, padding: 90_000 })),
  });
  await expect(look().getByText(/big.png was not taken. It has 91 kB/)).toBeVisible();
  await logo.setInputFiles({
    name: "logo.png",
    mimeType: "image/png",
    buffer: Buffer.from(png({ width: 120, height: 40 })),
  });
  await expect(look().getByText("120 × 40 pixels")).toBeVisible();
  await expect(shown().getByRole("img", { name: "Bookshop" })).toBeVisible();
  await screenshot("with logo");

  // The same by drop, for the icon in the tab.
  const bytes = [...png({ width: 32, height: 32, colour: [200, 30, 30] })];
  const data = await page.evaluateHandle((values) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(values)], "icon.png", { type: "image/png" }));
    return transfer;
  }, bytes);
  const target = look().getByRole("group", { name: /tab: drop a file/ });
  await target.dispatchEvent("drop", { dataTransfer: data });
  await expect(look().getByText("32 × 32 pixels")).toBeVisible();
  await page.getByRole("heading", { name: "Look", exact: true }).click();
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await themeOfDraft())?.favicon).toBeUndefined();
  await expect.poll(async () => (await themeOfDraft())?.logo).toBeDefined();
});

test("it is live after a publish, and axe finds nothing serious in light and dark, wide and on a phone", async () => {
  await publish(quintet, shop);
  const live = await context.newPage();
  await live.goto(`http://${shop.slug}.localhost:${quintet.port}/books/`);
  await expect(live.getByRole("banner").getByRole("img", { name: "Bookshop" })).toBeVisible();
  const radius = () => live.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--radius"));
  expect(await radius()).toBe("20px");
  await live.close();
  for (const colorScheme of ["light", "dark"] as const)
    for (const width of [1440, 390]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 900 });
      const { violations } = await axe(page).include("[data-wide]").analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(
        serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join("; ")}`),
        `${colorScheme} ${width}`,
      ).toEqual([]);
      const spill = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(spill, `${colorScheme} ${width}`).toBe(0);
      await screenshot(`${colorScheme} ${width}`);
    }
  expect(outside).toEqual([]);
});
