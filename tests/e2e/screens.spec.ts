import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { app, choice, decimal, model, relation, testId, text } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/**
 * Every screen of the studio, light and dark, empty and full: axe finds nothing serious, and nothing spills out of the
 * window. A screen that is in the router and not in this list fails the first test.
 */
interface Place {
  /** The component's name in studio/app/router.tsx. */
  readonly screen: string;
  readonly path: (app: TestApp) => string;
  /** What must be there before it is judged. */
  readonly ready: (page: Page) => Promise<void>;
}
const heading = (name: RegExp) => async (page: Page) =>
  expect(page.getByRole("heading", { name }).first()).toBeVisible({ timeout: 15_000 });

const PLACES: readonly Place[] = [
  { screen: "HomeScreen", path: () => "/", ready: heading(/./) },
  { screen: "ModelsScreen", path: (one) => `/apps/${one.appId}/models`, ready: settled },
  { screen: "DataScreen", path: (one) => `/apps/${one.appId}/data`, ready: settled },
  { screen: "RoutesScreen", path: (one) => `/apps/${one.appId}/routes`, ready: settled },
  { screen: "TemplatesScreen", path: (one) => `/apps/${one.appId}/templates`, ready: settled },
  { screen: "ApiScreen", path: (one) => `/apps/${one.appId}/api`, ready: settled },
  { screen: "ReleasesScreen", path: (one) => `/apps/${one.appId}/releases`, ready: settled },
  { screen: "SettingsScreen", path: (one) => `/apps/${one.appId}/settings`, ready: settled },
  { screen: "PublishPanel", path: (one) => `/apps/${one.appId}/models?publish`, ready: dialog },
  { screen: "NotFoundScreen", path: (one) => `/apps/${one.appId}/nowhere`, ready: settled },
];
/** Screens that a test of their own looks at, below. */
const ELSEWHERE = ["ImportScreen"];

async function settled(page: Page): Promise<void> {
  await expect(page.getByRole("main")).toBeVisible({ timeout: 15_000 });
  await page.waitForLoadState("networkidle").catch(() => undefined);
  await page.waitForTimeout(300);
}
async function dialog(page: Page): Promise<void> {
  await expect(page.getByRole("dialog").first()).toBeVisible({ timeout: 15_000 });
  await page.waitForTimeout(500);
}

const open = { rules: { read: "true" }, api: true };
const full = () =>
  app(
    model("author", text("name", { required: true }), open),
    model(
      "book",
      text("title", { required: true }),
      decimal("price"),
      choice("state", ["draft", "published"]),
      relation("author", "author"),
      { ...open, pluralLabel: "Books" },
    ),
  );

let quintet: Quintet;
let emptyApp: TestApp;
let fullApp: TestApp;
const PASSWORD = "correct horse battery";

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
});
test.afterAll(async () => quintet?.stop());

const studio = (path: string) => `http://localhost:${quintet.port}${path}`;

async function looksRight(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations
    .filter((violation) => violation.impact === "serious" || violation.impact === "critical")
    .map(
      (violation) =>
        `${violation.id}: ${violation.nodes
          .map((node) => node.target.join(" "))
          .slice(0, 4)
          .join(", ")}`,
    );
  expect(serious, what).toEqual([]);
  const spill = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(spill, `${what} is wider than the window`).toBeLessThanOrEqual(0);
}

async function eachScheme(browser: Browser, visit: (page: Page, scheme: string) => Promise<void>): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    const context = await browser.newContext({
      colorScheme,
      viewport: { width: 1280, height: 800 },
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    await visit(page, colorScheme);
    expect(errors, `${colorScheme}: errors on the page`).toEqual([]);
    await context.close();
  }
}

async function signIn(page: Page): Promise<void> {
  await page.goto(studio("/"));
  await page.getByLabel("Email").fill("ada@example.test");
  await page.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("main")).toBeVisible();
}

test("the list of screens is complete", () => {
  const router = readFileSync(join(resolve(import.meta.dirname, "../.."), "studio/app/router.tsx"), "utf8");
  const screens = [...router.matchAll(/screen\("(\w+Screen)"/g)].map((match) => match[1] as string);
  expect(screens.length).toBeGreaterThan(7);
  expect(
    [...new Set(screens)].filter((name) => !PLACES.some((place) => place.screen === name) && !ELSEWHERE.includes(name)),
  ).toEqual([]);
});

test("first run and sign-in", async ({ browser }) => {
  await eachScheme(browser, async (page, scheme) => {
    await page.goto(studio("/"));
    await heading(/welcome/i)(page);
    await looksRight(page, `first run, ${scheme}`);
  });
  await quintet.signUp();
  await eachScheme(browser, async (page, scheme) => {
    await page.goto(studio("/"));
    await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
    await looksRight(page, `sign-in, ${scheme}`);
    await page.getByLabel("Email").fill("ada@example.test");
    await page.getByRole("textbox", { name: "Password" }).fill("wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert")).toBeVisible();
    await looksRight(page, `refused sign-in, ${scheme}`);
  });
});

test("the home of a new workspace", async ({ browser }) => {
  await eachScheme(browser, async (page, scheme) => {
    await signIn(page);
    await expect(page.getByRole("region", { name: "Import a file" })).toBeVisible();
    await looksRight(page, `empty home, ${scheme}`);
  });
  emptyApp = await makeApp(quintet, "Empty", app());
  fullApp = await makeApp(quintet, "Bookshop", full());
  await publish(quintet, fullApp);
  for (const name of ["Ursula", "Octavia"])
    await quintet.hosted(fullApp.slug, "/api/v1/author", { method: "POST", body: JSON.stringify({ name }) });
});

test("the proposal of an import", async ({ browser }) => {
  await eachScheme(browser, async (page, scheme) => {
    await signIn(page);
    await page.getByLabel("File to import").setInputFiles({
      name: "people.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("Name,Age,Joined\nAda,36,2026-01-02\nGrace,not known,2026-02-03\n"),
    });
    await expect(page.getByRole("button", { name: "Create app and review publishing" })).toBeVisible({
      timeout: 15_000,
    });
    await looksRight(page, `import, ${scheme}`);
  });
});

for (const [fill, target] of [
  ["empty", () => emptyApp],
  ["full", () => fullApp],
] as const) {
  for (const place of PLACES) {
    test(`${place.screen}, ${fill}`, async ({ browser }) => {
      await eachScheme(browser, async (page, scheme) => {
        await signIn(page);
        await page.goto(studio(place.path(target())));
        await place.ready(page);
        await looksRight(page, `${place.screen}, ${fill}, ${scheme}`);
      });
    });
  }
}

test("every screen on a phone and at 200 % zoom stays inside the window", async ({ browser }) => {
  test.setTimeout(120_000);
  for (const viewport of [
    { width: 390, height: 780 },
    { width: 640, height: 400 },
  ]) {
    const context = await browser.newContext({ viewport, reducedMotion: "reduce" });
    const page = await context.newPage();
    await signIn(page);
    for (const place of PLACES) {
      await page.goto(studio(place.path(fullApp)));
      await place.ready(page);
      await looksRight(page, `${place.screen} at ${viewport.width} px`);
    }
    await context.close();
  }
});

test("the pages of a hosted app", async ({ browser }) => {
  const movies = await makeApp(quintet, "Pages", withPages());
  await publish(quintet, movies);
  await quintet.hosted(movies.slug, "/api/v1/films", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ title: "Alien", note: "In space" }),
  });
  await eachScheme(browser, async (page, scheme) => {
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 390, height: 780 },
    ]) {
      await page.setViewportSize(viewport);
      for (const path of ["/", "/1/", "/nowhere", "/api/docs"]) {
        await page.goto(`http://${movies.slug}.localhost:${quintet.port}${path}`);
        await looksRight(page, `${path} at ${viewport.width} px, ${scheme}`);
      }
    }
  });
});

function withPages() {
  const definition = app(
    model("film", text("title", { required: true }), text("note"), {
      rules: { read: "true", create: "true" },
      api: true,
      pluralLabel: "Films",
    }),
  );
  const modelId = Object.values(definition.records).find((record) => record.kind === "model")?.id as `mdl_${string}`;
  const list = testId("route", "film_list");
  const detail = testId("route", "film_detail");
  return {
    ...definition,
    records: {
      ...definition.records,
      [list]: {
        kind: "route" as const,
        id: list,
        name: "film_list",
        label: "Films",
        path: "/",
        view: { name: "list" as const, modelId, pageSize: 20 },
        access: "true",
        order: "a",
      },
      [detail]: {
        kind: "route" as const,
        id: detail,
        name: "film_detail",
        label: "Film",
        path: "/<int:id>/",
        view: { name: "detail" as const, modelId },
        access: "true",
        order: "b",
      },
    },
  };
}
