import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { UserError } from "#engine/errors";
import { detectFormat } from "./detect-format.ts";
import { readRows } from "./read-rows.ts";

const folder = mkdtempSync(path.join(tmpdir(), "quintet-hostile-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** How long this machine takes just now to look at ten million characters: what a process may be held up is counted in it. */
function onePass(): number {
  const text = "x".repeat(10_000_000);
  const began = performance.now();
  let commas = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) === 44) commas++;
  expect(commas).toBe(0);
  return performance.now() - began;
}

const deep = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels);

/** Small to send and large to read: each is refused with a sentence, and nobody else waits meanwhile. */
it.each([
  ["objects in objects", `[{"a":${deep(100_000, '{"b":', "").trim()}1${"}".repeat(100_000)}}]`, /deeper than 64/],
  ["lists in lists", `[{"a":${deep(500_000, "[", "]")}}]`, /deeper than 64/],
  ["lists in lists, line by line", `{"a":1}\n{"a":${deep(500_000, "[", "]")}}`, /deeper than 64/],
  ["a line of commas", `${",".repeat(1_000_000)}\n${",".repeat(1_000_000)}`, /500 columns/],
  ["cells after a fair header", `a,b\n1,2\n${"x,".repeat(1_000_000)}`, /Row 2 has 1,000,000 cells.*500 columns/],
  ["a line of commas without end", ",".repeat(30_000_000), /500 columns/],
  ["half of a character", '[{"a":"\\ud83c\\udfac"},{"a":"x\\ud83c"}]', /Record 2 has half of a character/],
  ["an object of keys", `[{${Array.from({ length: 100_000 }, (_, index) => `"k${index}":1`).join()}}]`, /500 columns/],
  ["a key a line", Array.from({ length: 5_000 }, (_, index) => `{"k${index}":1}`).join("\n"), /500 columns/],
  ["a text without end", `a,b\n"${"x,\n".repeat(2_000_000)}`, /never closed/],
  ["one long text", `[{"a":"${"x".repeat(5_000_000)}"}]`, /million characters/],
  ["escapes and digits", `[{"a":"${'\\"'.repeat(1_500_000)}","b":12345678901234567890,}]`, /not JSON/],
] as const)("%s", async (name, content, why) => {
  const file = path.join(folder, `${name}.txt`);
  writeFileSync(file, content);
  let last = performance.now();
  let gap = 0;
  const look = () => {
    gap = Math.max(gap, performance.now() - last);
    last = performance.now();
  };
  const timer = setInterval(look, 5);
  const read = async () => {
    for await (const _ of readRows(file, await detectFormat(file)));
  };
  const refusal = await read().then(
    () => undefined,
    (error: unknown) => error,
  );
  look();
  clearInterval(timer);
  expect(refusal).toBeInstanceOf(UserError);
  expect((refusal as UserError).message).toMatch(why);
  expect(gap / onePass()).toBeLessThan(100);
});
