import { createRequire } from "node:module";
import { AxeBuilder } from "@axe-core/playwright";
import type { Frame, Page } from "@playwright/test";

/** The axe of @axe-core/playwright, as text. */
const { source } = createRequire(createRequire(import.meta.url).resolve("@axe-core/playwright"))("axe-core") as {
  source: string;
};

/**
 * axe with all its rules, for a page without frames or a check that leaves them out: it describes only what fails, and
 * opens no window of its own to gather what it found in frames. A page gets the script once: by itself the builder sends
 * its 580 KB twice with each check, which is half of the processor time of a check of a small page.
 */
export const axe = (page: Page): AxeBuilder =>
  new AxeOnce(page).options({ resultTypes: ["violations"] }).setLegacyMode(true);

class AxeOnce extends AxeBuilder {
  readonly #page: Page;

  constructor(page: Page) {
    // What the builder sends in place of axe.
    super({ page, axeSource: "undefined" });
    this.#page = page;
  }

  override async analyze(): ReturnType<AxeBuilder["analyze"]> {
    const [main, ...frames] = this.#page.frames() as [Frame, ...Frame[]];
    await withinASecond(settled(main));
    await Promise.all([loadAxe(main), ...frames.map((frame) => withinASecond(loadAxe(frame)))]);
    return super.analyze();
  }
}

/** Waits for what is changing colour or place: between two colours that can be read there are some that cannot. */
async function settled(frame: Frame): Promise<void> {
  await frame.evaluate(async () => {
    const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });
}

async function loadAxe(frame: Frame): Promise<void> {
  if ((await frame.evaluate("typeof window.axe")) !== "object") await frame.evaluate(source);
}

/** A frame that may run no script never answers, and one that has left answers with an error: neither is checked. */
async function withinASecond(load: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((done) => {
    timer = setTimeout(done, 1_000);
  });
  await Promise.race([load.catch(() => undefined), late]);
  clearTimeout(timer);
}
