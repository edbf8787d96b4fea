import { type Browser, type BrowserContext, expect, type Page } from "@playwright/test";
import type { Quintet } from "./quintet.ts";

/** A browser of its own in which the owner has signed in by the form, as people do. */
export async function openStudio(
  browser: Browser,
  quintet: Pick<Quintet, "port">,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(`http://localhost:${quintet.port}/`);
  await page.getByLabel("Email").fill("ada@example.test");
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await page.keyboard.press("Enter");
  // Without an app yet the home asks what to begin with; "Apps" stands there only until that is known.
  await expect(page.getByRole("heading", { name: /^(?:Apps|What are you building\?)$/, level: 1 })).toBeVisible();
  return { context, page };
}
