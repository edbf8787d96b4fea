import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { axe } from "../support/axe.ts";
import { samplePageDocument, samplePages } from "../support/sample-pages.ts";

/** Pages that are made of blocks alone: readable, within the window and free of axe's serious faults at every width. */
const WIDTHS = [1440, 768, 390];

for (const sample of samplePages)
  for (const colorScheme of ["light", "dark"] as const)
    test(`the ${sample.name} made of blocks, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setContent(samplePageDocument(sample));
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        const { violations } = await axe(page).analyze();
        const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
        expect(
          serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join("; ")}`),
          `${width}`,
        ).toEqual([]);
        const spill = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(spill, `${width}`).toBeLessThanOrEqual(0);
        const folder = process.env.QUINTET_SCREENSHOTS;
        // Pictures that are loaded when they come near are loaded now.
        await page.evaluate(() => {
          for (const image of document.images) image.loading = "eager";
        });
        if (folder)
          await page.screenshot({ path: join(folder, `${sample.name}-${colorScheme}-${width}.png`), fullPage: true });
      }
    });
