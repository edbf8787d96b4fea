import { expect, it } from "vitest";
import { buildFrameScript } from "../vite.config.ts";

const MAX_BYTES = 15_000;

it("keeps the script that goes into each page of the page editor at 15 kB", async () => {
  const script = await buildFrameScript();
  expect(Buffer.byteLength(script)).toBeLessThanOrEqual(MAX_BYTES);
  expect(script.length).toBeGreaterThan(5_000);
});
