import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import type { DefinitionRecord } from "#engine/definition/app-definition";
import type { View } from "#engine/view-types/registry";
import { app, field, model, modelId, testId, text } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { openStudio } from "../support/open-studio.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** The URL map: found, moved with a redirect, grouped, with feeds and error pages of one's own; then as visitors see it. */
test.describe.configure({ mode: "serial" });
test.use({ actionTimeout: 20_000 });
let quintet: Quintet;
let shop: TestApp;
let context: BrowserContext;
let page: Page;
const errors: string[] = [];

const route = (name: string, path: string, view: View): DefinitionRecord => ({
  kind: "route",
  id: testId("route", name),
  name,
  label: name,
  path,
  view,
  access: "true",
  order: "i",
});

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
  await quintet.signUp();
  const drawn = app(
    model("movie", text("title"), field("changed", { name: "updated_at" }), {
      pluralLabel: "Movies",
      rules: { read: "true" },
    }),
    model("studio", text("name"), { pluralLabel: "Studios", rules: { read: "true" } }),
  );
  const list = (name: string): View => ({ name: "list", modelId: modelId(name), pageSize: 25 });
  const detail = (name: string): View => ({ name: "detail", modelId: modelId(name) });
  const records = [
    route("movies", "/movies/", list("movie")),
    route("movie", "/movies/<int:id>/", detail("movie")),
    route("studios", "/studios/", list("studio")),
    route("studio", "/studios/<int:id>/", detail("studio")),
    route("new_movie", "/movies/new/", { name: "create", modelId: modelId("movie") }),
    route("edit_movie", "/movies/<int:id>/edit/", { name: "update", modelId: modelId("movie") }),
    route("new_studio", "/studios/new/", { name: "create", modelId: modelId("studio") }),
    route("edit_studio", "/studios/<int:id>/edit/", { name: "update", modelId: modelId("studio") }),
  ];
  const definition = {
    ...drawn,
    records: { ...drawn.records, ...Object.fromEntries(records.map((record) => [record.id, record])) },
  };
  shop = await makeApp(quintet, "Cinema", definition);
  await publish(quintet, shop);
  ({ context, page } = await openStudio(browser, quintet));
  page.on("pageerror", (error) => errors.push(String(error)));
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});
test.afterEach(() => expect(errors, "errors on the page").toEqual([]));

const studio = (place: string) => `http://localhost:${quintet.port}/apps/${shop.appId}/${place}`;
const map = () => page.getByRole("region", { name: "Routes of the app" });
const inspector = () => page.getByRole("complementary");
const add = async (item: string) => {
  await page.getByRole("button", { name: "Add pages", exact: true }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
};
async function isAccessible() {
  const { violations } = await axe(page).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
}

test("says what answers at each address, how and for whom, and finds it by its words [URL-07]", async () => {
  await page.goto(studio("routes"));
  await expect(
    map().getByRole("row", { name: /One Movie.*\/movies\/….*Anyone on the internet.*Default look.*GET/ }),
  ).toBeVisible();
  await expect(map().getByRole("row", { name: /Form for a new Movie.*GET, POST/ })).toBeVisible();
  await page.getByLabel("Find a route").fill("studios");
  await expect(map().getByRole("row")).toHaveCount(5);
  await page.getByLabel("Find a route").fill("zebra");
  await expect(map().getByText("No route has “zebra” in it.")).toBeVisible();
  await page.getByLabel("Find a route").fill("");
  await isAccessible();
});

test("leads from the published path of a page to its new one, in one step [URL-05] [VIEW-02]", async () => {
  await map().getByRole("button", { name: "One Movie", exact: true }).click();
  await expect(inspector().getByRole("checkbox", { name: /lead visitors/ })).toBeChecked();
  const path = inspector().getByLabel("Path", { exact: true });
  await path.fill("/films/<int:id>/");
  await path.press("Enter");
  await expect(map().getByRole("button", { name: "Redirect to /films/…/" })).toBeVisible();
  await page.getByRole("button", { name: /^Undo/ }).first().click();
  await expect(map().getByRole("button", { name: "Redirect to /films/…/" })).toBeHidden();
  await page.getByRole("button", { name: /^Redo/ }).first().click();
  await map().getByRole("button", { name: "Redirect to /films/…/" }).click();
  const howLong = inspector().getByLabel("For how long");
  await expect(howLong).toHaveValue("permanent");
  await howLong.selectOption("temporary_old");
  await expect(howLong).toHaveValue("temporary_old");
  await howLong.selectOption("permanent");
  await expect(howLong).toHaveValue("permanent");
  await isAccessible();
});

test("leads to an address that one writes, and refuses one that could lead anywhere [VIEW-02]", async () => {
  await add("A redirect");
  // Until then the panel of the route before is still there, with the same fields.
  await expect(page.getByRole("complementary", { name: "Route /old/" })).toBeVisible();
  await inspector().getByLabel("Leads to", { exact: true }).selectOption("An address that I write");
  const address = inspector().getByRole("textbox", { name: "Address" });
  await address.fill("javascript:alert(1)");
  await address.press("Enter");
  await expect(inspector().getByText(/Write a whole address/)).toBeVisible();
  await address.fill("https://cinema.example/");
  await address.press("Enter");
  await expect(map().getByRole("button", { name: "Redirect to https://cinema.example/" })).toBeVisible();
});

test("puts a page into a group, which only its staff may open [URL-04]", async () => {
  await add("A group of routes");
  await expect(page.getByRole("complementary", { name: "Group of routes New group" })).toBeVisible();
  const label = inspector().getByLabel("Label", { exact: true });
  await label.fill("Office");
  await label.press("Enter");
  const prefix = inspector().getByLabel("Prefix", { exact: true });
  await prefix.fill("office/");
  await prefix.press("Enter");
  await expect(prefix).toHaveValue("/office");
  await inspector().getByLabel("Who may open its pages").selectOption("any_key");
  await map().getByRole("button", { name: "Form to edit one Studio" }).click();
  await inspector().getByLabel("Group", { exact: true }).selectOption({ label: "Office – /office" });
  await expect(map().getByRole("row", { name: /Form to edit one Studio.*\/office\/studios\/…\/edit\// })).toBeVisible();
  await expect(inspector().getByLabel("Path", { exact: true })).toHaveValue("/studios/<int:id>/edit/");
  await isAccessible();
});

test("adds a feed, a sitemap and robots.txt", async () => {
  await add("Feed of Movies");
  await add("Sitemap of Movies");
  await add("robots.txt");
  await expect(map().getByText("/movies/feed.xml")).toBeVisible();
  await expect(map().getByText("/robots.txt")).toBeVisible();
});

test("makes an error page of one's own, and opens it [URL-10]", async () => {
  const section = page.getByRole("region", { name: "When there is no page to show" });
  await section.getByRole("button", { name: "Make your own: Page not found" }).click();
  await expect(page).toHaveURL(/\/pages\/tpl_/);
  await page.goto(studio("routes"));
  await expect(section.getByRole("link", { name: "Edit errors/404.html" })).toBeVisible();
});

test("looks finished, wide and on a phone, light and dark", async () => {
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.goto(studio("routes"));
      await expect(map()).toBeVisible();
      await isAccessible();
      await page.screenshot({ path: test.info().outputPath(`routes-${width}-${colorScheme}.png`), fullPage: true });
      if (process.env.QUINTET_SCREENSHOTS)
        await page.screenshot({ path: `${process.env.QUINTET_SCREENSHOTS}/routes-${width}-${colorScheme}.png` });
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
});

test("is what visitors get once it is published [URL-05] [URL-10] [VIEW-02] [VIEW-09]", async ({ request }) => {
  await publish(quintet, shop);
  const host = `${shop.slug}.localhost:${quintet.port}`;
  const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    request.get(`http://localhost:${quintet.port}${path}`, { maxRedirects: 0, headers: { host, ...headers } });
  await expect
    .poll(async () => (await get("/movies/7/")).headers().location, {
      timeout: 15_000,
    })
    .toBe("/films/7/");
  expect((await get("/old/")).headers().location).toBe("https://cinema.example/");
  const feed = await get("/movies/feed.xml");
  expect([feed.status(), feed.headers()["content-type"]]).toEqual([200, "application/xml; charset=utf-8"]);
  expect(await feed.text()).toContain("<title>Movies</title>");
  expect((await get("/office/studios/1/edit/")).status()).toBe(403);
  const missing = await get("/nothing/");
  expect([missing.status(), (await missing.text()).includes("Page not found – Cinema")]).toEqual([404, true]);
  const packed = await get("/movies/", { "accept-encoding": "br" });
  expect(packed.headers()).toMatchObject({
    "content-encoding": "br",
    vary: expect.stringContaining("Accept-Encoding"),
  });
});
