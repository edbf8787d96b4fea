import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/**
 * The main job, on real data, in a real browser, from an empty folder: somebody who has never seen Quintet drops a
 * messy file into the studio and has a live site and API from it; draws on; publishes; takes it back.
 */
const MOVIES = join(resolve(import.meta.dirname, "../.."), "node_modules/vega-datasets/data/movies.json");

type Movie = Record<string, string | number | null>;
const movies = JSON.parse(readFileSync(MOVIES, "utf8")) as Movie[];

test.describe.configure({ mode: "serial" });
let quintet: Quintet;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
});
test.afterAll(async () => quintet?.stop());

/** One click, drop or submit; typing is free. */
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

async function dropFile(page: Page, path: string, name: string): Promise<void> {
  const content = readFileSync(path).toString("base64");
  const transfer = await page.evaluateHandle(
    async ([data, fileName]) => {
      const bytes = await (await fetch(`data:application/octet-stream;base64,${data}`)).blob().catch(() => undefined);
      const binary = bytes ?? new Blob([Uint8Array.from(atob(data as string), (character) => character.charCodeAt(0))]);
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([binary], fileName as string));
      return dataTransfer;
    },
    [content, name],
  );
  const zone = page.getByRole("region", { name: "Import a file" });
  await zone.dispatchEvent("dragenter", { dataTransfer: transfer });
  await zone.dispatchEvent("dragover", { dataTransfer: transfer });
  await zone.dispatchEvent("drop", { dataTransfer: transfer });
}

test("from the first screen to a live page and API in five actions and 90 seconds", async ({ page }) => {
  test.setTimeout(150_000);
  const { act, count } = counter();
  await page.goto(`http://localhost:${quintet.port}/`);
  await expect(page.getByRole("heading", { name: "Welcome to Quintet" })).toBeVisible();
  const startedAt = Date.now();

  await page.getByLabel("Your name").fill("Ada Owner");
  await page.getByLabel("Email").fill("ada@example.test");
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery");
  await act(() => page.getByRole("button", { name: "Continue" }).click());

  await expect(page.getByRole("region", { name: "Import a file" })).toBeVisible();
  await act(() => dropFile(page, MOVIES, "movies.json"));

  const accept = page.getByRole("button", { name: "Create app and review publishing" });
  await expect(accept).toBeEnabled({ timeout: 30_000 });
  await act(() => accept.click());

  const panel = page.getByRole("dialog", { name: /publish/i });
  await expect(panel).toBeVisible();
  await act(() =>
    panel
      .getByRole("radio", { name: /anyone on the internet/i })
      .first()
      .check(),
  );
  const publish = panel.getByRole("button", { name: /^publish/i });
  await expect(publish).toBeEnabled({ timeout: 30_000 });
  await act(() => publish.click());
  await expect(panel.getByText(/live in/i)).toBeVisible({ timeout: 30_000 });

  const seconds = (Date.now() - startedAt) / 1000;
  expect(count()).toBeLessThanOrEqual(5);
  expect(seconds).toBeLessThan(90);

  // The list page, and a detail page from it.
  const visitor = await page.context().browser()?.newContext();
  const site = await (visitor as NonNullable<typeof visitor>).newPage();
  await site.goto(`http://movies.localhost:${quintet.port}/`);
  await expect(site.getByRole("heading", { level: 1, name: /movies/i })).toBeVisible();
  await expect(site.getByRole("link", { name: "The Land Girls" }).first()).toBeVisible();
  await site.getByRole("link", { name: "The Land Girls" }).first().click();
  await expect(site.getByRole("heading", { level: 1, name: "The Land Girls" })).toBeVisible();
  await expect(site.getByText("Gramercy")).toBeVisible();
  await visitor?.close();
});

test("the API answers what SQL says, and describes itself", async ({ page }) => {
  const answer = await quintet.hosted("movies", "/api/v1/movies?imdb_rating__gte=8&ordering=-imdb_rating&limit=5");
  expect(answer.status).toBe(200);
  const results = answer.json<{ results: { title: string | null; imdb_rating: number; id: number }[] }>().results;
  const expected = movies
    .map((movie, index) => ({ rating: movie["IMDB Rating"] as number | null, id: index + 1 }))
    .filter((movie) => movie.rating !== null && movie.rating >= 8)
    .sort((a, b) => (b.rating as number) - (a.rating as number) || b.id - a.id)
    .slice(0, 5);
  expect(results.map((movie) => movie.imdb_rating)).toEqual(expected.map((movie) => movie.rating));
  expect(results.map((movie) => movie.id)).toEqual(expected.map((movie) => movie.id));

  await page.goto(`http://movies.localhost:${quintet.port}/api/docs`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText("/api/v1/movies").first()).toBeVisible();
});
