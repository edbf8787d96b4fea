import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createApiKey, deleteApp } from "#contract/http/apps";
import { sendTestMail } from "#contract/http/mail";
import { inviteMember } from "#contract/http/people";
import { createApiToken } from "#contract/http/tokens";
import { app, decimal, fieldId, modelId, testId } from "../builders.ts";
import { makeApp, publish, redraw, type TestApp } from "../support/apps.ts";
import { axe } from "../support/axe.ts";
import { bookshop, stockBookshop } from "../support/bookshop.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/**
 * Every screen of the studio, light and dark, empty and full: axe finds nothing serious, and nothing spills out of the
 * window. A screen that the router or the frame loads and that is not in this list fails the first test.
 */
interface Place {
  /** The component's name, where it is loaded. */
  readonly screen: string;
  readonly path: string;
  /** The keys that open it there. */
  readonly keys?: string;
  /** What must be seen before it is judged. */
  readonly empty: Sight;
  readonly full: Sight;
  /** On a phone, where that is something else. */
  readonly small?: Sight;
}
type Sight = (page: Page) => Promise<void>;
const heading =
  (name: RegExp | string): Sight =>
  (page) =>
    expect(page.getByRole("heading", { name }).first()).toBeVisible({ timeout: 15_000 });
const words =
  (text: RegExp | string): Sight =>
  (page) =>
    expect(page.getByRole("main").getByText(text).first()).toBeVisible({ timeout: 15_000 });
const dialog =
  (name: RegExp | string): Sight =>
  (page) =>
    expect(page.getByRole("dialog", { name })).toBeVisible({ timeout: 15_000 });
const publishing: Sight = async (page) => {
  await dialog(/publish/i)(page);
  await expect(page.getByRole("dialog").getByRole("heading", { name: "Access" })).toBeVisible();
};
const history =
  (text: string): Sight =>
  async (page) => {
    await dialog("History")(page);
    await expect(page.getByRole("dialog").getByText(text).first()).toBeVisible({ timeout: 15_000 });
  };
const both = (sight: Sight) => ({ empty: sight, full: sight });

const PLACES: readonly Place[] = [
  { screen: "HomeScreen", path: "/", ...both(heading("Deleted apps")) },
  {
    screen: "ModelsScreen",
    path: "/apps/:app/models",
    empty: heading("Draw your first model"),
    full: (page) => expect(page.getByRole("article", { name: "Model Book" })).toBeInViewport(),
    small: heading("Models"),
  },
  {
    screen: "DataScreen",
    path: "/apps/:app/data",
    empty: heading("Rows will be here"),
    full: words("Octavia E. Butler"),
  },
  { screen: "RoutesScreen", path: "/apps/:app/routes", empty: heading("Routes"), full: words("/books/…/") },
  {
    screen: "PagesScreen",
    path: "/apps/:app/pages",
    empty: heading("Your own pages will be here"),
    full: words("About the shop"),
    small: (page) =>
      expect(page.frameLocator("iframe[title^='Page ']").getByText("About the shop").first()).toBeVisible(),
  },
  {
    screen: "PreviewScreen",
    path: "/apps/:app/preview",
    empty: words("There is no page yet"),
    full: (page) =>
      expect(page.frameLocator("iframe[title^='Preview of']").getByRole("heading", { level: 1 })).toBeVisible({
        timeout: 15_000,
      }),
  },
  { screen: "FormsScreen", path: "/apps/:app/forms", ...both(heading("Forms")) },
  // With a flow: flows.spec.ts.
  { screen: "FlowsScreen", path: "/apps/:app/flows", ...both(heading("The flows of the app will be here")) },
  { screen: "UsersScreen", path: "/apps/:app/users", ...both(heading("Users")) },
  {
    screen: "AccessScreen",
    path: "/apps/:app/access",
    empty: heading("Rules will be here"),
    full: (page) => expect(page.getByRole("button", { name: "Everyone, read Books: all rows" })).toBeVisible(),
  },
  {
    screen: "AppMailScreen",
    path: "/apps/:app/mail",
    ...both((page) =>
      expect(page.frameLocator("iframe[title^='Mail: ']").getByRole("heading", { level: 1 })).toBeVisible({
        timeout: 15_000,
      }),
    ),
    small: heading("Accounts"),
  },
  { screen: "ApiScreen", path: "/apps/:app/api", empty: heading("API"), full: words("Warehouse") },
  {
    screen: "ReleasesScreen",
    path: "/apps/:app/releases",
    empty: heading("Nothing has been published yet"),
    full: words("Version 1"),
  },
  { screen: "SettingsScreen", path: "/apps/:app/settings", ...both(heading("Settings")) },
  { screen: "MembersScreen", path: "/workspace/members", ...both(words("ada@example.test")) },
  { screen: "TokensScreen", path: "/workspace/tokens", empty: heading("API tokens"), full: words("Nightly publish") },
  { screen: "MailScreen", path: "/workspace/mail", ...both(words("Nothing leaves this machine")) },
  { screen: "AuditScreen", path: "/workspace/audit", ...both(words("set up this installation")) },
  { screen: "AccountScreen", path: "/account", ...both(words("this one")) },
  { screen: "ForgotScreen", path: "/forgot", ...both(heading("Forgot your password?")) },
  // Links that are over; those that work are in people.spec.ts.
  { screen: "InvitationScreen", path: "/invitations/unknown", ...both(heading("This link does not work any more")) },
  { screen: "AddressScreen", path: "/address/unknown", ...both(heading("This link does not work any more")) },
  { screen: "ResetScreen", path: "/reset/unknown", ...both(heading("This link does not work any more")) },
  { screen: "PublishPanel", path: "/apps/:app/models?publish", ...both(publishing) },
  {
    screen: "HistoryPanel",
    path: "/apps/:app/settings?history",
    empty: history("No edits here yet"),
    full: history("Redraw"),
  },
  { screen: "NotFoundScreen", path: "/apps/:app/nowhere", ...both(heading(/./)) },
  { screen: "Palette", path: "/apps/:app/settings", keys: "Control+k", ...both(dialog("Find anything")) },
  { screen: "Shortcuts", path: "/apps/:app/settings", keys: "Shift+?", ...both(dialog(/shortcuts/i)) },
];
/** What a screen shows besides, when there is something to show. */
const MORE: readonly Omit<Place, "empty">[] = [
  { screen: "ModelsScreen, as a list", path: "/apps/:app/models?view=list", full: words("Review") },
  {
    screen: "ModelsScreen, a model",
    path: `/apps/:app/models/${modelId("book")}`,
    full: (page) => expect(page.getByRole("complementary", { name: "Model Book" })).toBeVisible(),
  },
  {
    screen: "ModelsScreen, a field",
    path: `/apps/:app/models/${modelId("book")}?field=${fieldId("book", "author")}`,
    full: (page) => expect(page.getByRole("complementary", { name: "Field Author" })).toBeVisible(),
  },
  {
    screen: "DataScreen, a relation",
    path: `/apps/:app/data/${modelId("book")}`,
    full: async (page) => {
      await page.getByRole("gridcell", { name: "Ursula K. Le Guin" }).first().dblclick();
      await expect(page.getByRole("complementary", { name: "Author of this row" })).toBeVisible();
      await expect(page.getByRole("option", { name: /Octavia/ })).toBeVisible();
    },
  },
  {
    screen: "HistoryPanel, an edit",
    path: "/apps/:app/settings?history=1",
    full: async (page) => {
      await dialog("History")(page);
      await expect(page.getByRole("button", { name: "Its history" }).first()).toBeVisible({ timeout: 15_000 });
    },
  },
  {
    screen: "HistoryPanel, conflicts",
    path: "/apps/:app/settings?history=conflicts",
    full: history("No conflicts"),
  },
  {
    screen: "RoutesScreen, a route",
    path: "/apps/:app/routes",
    full: async (page) => {
      await page.getByRole("button", { name: "One Book" }).click();
      await expect(page.getByRole("complementary")).toBeVisible();
    },
  },
  {
    screen: "PagesScreen, built in",
    path: "/apps/:app/pages/base?show=source",
    full: (page) =>
      expect(page.frameLocator("iframe[title^='Preview of']").getByRole("heading", { name: "Books" })).toBeVisible({
        timeout: 15_000,
      }),
  },
  {
    screen: "PagesScreen, finding",
    path: "/apps/:app/pages",
    full: async (page) => {
      await page.getByRole("button", { name: "Find in all templates" }).click();
      const found = page.getByRole("dialog", { name: "Find in all templates" });
      await found.getByLabel("Find", { exact: true }).fill("shop");
      await found.getByLabel("Replace by").fill("store");
      await expect(found.getByRole("button", { name: /^Replace in line/ })).toBeVisible();
    },
  },
  {
    screen: "AccessScreen, what visitors may do",
    path: "/apps/:app/access?show=visitors",
    full: (page) => expect(page.getByRole("article", { name: "What visitors may do in Bookshop" })).toBeVisible(),
  },
  {
    screen: "ReleasesScreen, a release",
    path: "/apps/:app/releases",
    full: async (page) => {
      await page.getByRole("link", { name: /Version 1/ }).click();
      await expect(page.getByRole("complementary")).toBeVisible();
      await expect(page.getByText("Migration")).toBeVisible();
    },
  },
];
/** Screens that a test of their own looks at, below. */
const ELSEWHERE = ["ImportScreen"];

let quintet: Quintet;
let session: Awaited<ReturnType<BrowserContext["storageState"]>> | undefined;
const apps = {} as Record<"empty" | "full", TestApp>;

// This file takes longer than any other: each worker starts a Quintet and takes a share of the tests.
test.describe.configure({ mode: "parallel" });

test.beforeAll(async () => {
  test.setTimeout(120_000);
  quintet = await startQuintet();
});
test.afterAll(async () => quintet?.stop());

const studio = (path: string) => `http://localhost:${quintet.port}${path}`;

/** What is wrong with a page as it stands; nothing when all is well. */
async function faults(page: Page): Promise<readonly string[]> {
  // Colours that are still on their way are nobody's.
  await page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== "running"));
  const { violations } = await axe(page).analyze();
  const serious = violations
    .filter(({ id, impact }) => impact === "serious" || impact === "critical" || id.startsWith("landmark-"))
    .map((violation) => {
      const where = violation.nodes
        .slice(0, 4)
        .map((node) => `${node.target.join(" ")} (${node.any[0]?.message ?? ""})`);
      return `${violation.id}: ${where.join("; ")}`;
    });
  const spill = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return spill > 0 ? [...serious, `It is ${spill} px wider than the window.`] : serious;
}
async function looksRight(page: Page, what: string): Promise<void> {
  expect.soft(await faults(page), what).toEqual([]);
  const folder = process.env.QUINTET_SCREENSHOTS;
  if (folder) await page.screenshot({ path: join(folder, `${what.replace(/[^a-z0-9]+/gi, "-")}.png`) });
}

/** Light and then dark, of one visit: the page follows the system's scheme, as it stands. */
async function looksRightInBoth(page: Page, what: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
    await looksRight(page, `${what}, ${colorScheme}`);
  }
}

async function withPage(
  browser: Browser,
  options: Parameters<Browser["newContext"]>[0],
  visit: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: "reduce",
    ...(session ? { storageState: session } : {}),
    ...options,
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await visit(page);
  expect.soft(errors, "errors on the page").toEqual([]);
  await context.close();
}
async function eachScheme(browser: Browser, visit: (page: Page, scheme: string) => Promise<void>): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const)
    await withPage(browser, { colorScheme }, (page) => visit(page, colorScheme));
}

test("the list of screens is complete", () => {
  const source = (path: string) => readFileSync(join(resolve(import.meta.dirname, "../.."), path), "utf8");
  const screens = [...source("studio/router.tsx").matchAll(/screen\("(\w+Screen)"/g)];
  const overlays = [
    ...source("studio/app/frame/AppFrame.tsx").matchAll(/lazy\(async \(\) => \(\{ default: .*?\)\)\.(\w+) \}/g),
  ];
  expect(screens.length).toBeGreaterThan(7);
  expect(overlays.length).toBeGreaterThan(2);
  const loaded = new Set([...screens, ...overlays].map((match) => match[1] as string));
  const judged = new Set([...PLACES.map((place) => place.screen), ...ELSEWHERE]);
  expect([...loaded].filter((name) => !judged.has(name))).toEqual([]);
});

test("first run, sign-in and the home of a new workspace", async ({ browser }) => {
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
    await signIn(page, "wrong");
    await expect(page.getByRole("alert")).toBeVisible();
    await looksRight(page, `refused sign-in, ${scheme}`);
    await signIn(page);
    await expect(page.getByRole("region", { name: "Import a file" })).toBeVisible();
    await looksRight(page, `empty home, ${scheme}`);
  });
});

test.describe("a workspace with apps", () => {
  // When it is given up: a busy machine takes several times as long as an idle one.
  test.describe.configure({ timeout: 480_000 });
  test.beforeAll(async ({ browser }) => {
    await quintet.signUp().catch(() => quintet.signIn());
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(studio("/"));
    await signIn(page);
    await expect(page.getByRole("button", { name: "Sign in" })).toBeHidden();
    session = await context.storageState();
    await context.close();
    apps.empty = await makeApp(quintet, "Empty", app());
    apps.full = await makeApp(quintet, "Bookshop", bookshop());
    await publish(quintet, apps.full);
    await stockBookshop(quintet, apps.full);
    await quintet.call(createApiKey, {
      params: { appId: apps.full.appId },
      body: { name: "Warehouse", groupId: testId("group", "editors") },
    });
    await redraw(quintet, apps.full, redrawn());
    await quintet.call(createApiToken, { body: { name: "Nightly publish", scopes: ["read", "publish"], days: 90 } });
    await quintet.call(inviteMember, { body: { email: "grace@example.test", role: "viewer", data: true } });
    const old = await makeApp(quintet, "Last year's shop", app());
    await quintet.call(deleteApp, { params: { appId: old.appId }, body: { confirm: "Last year's shop" } });
  });

  async function visit(page: Page, { path, keys }: Pick<Place, "path" | "keys">, fill: "empty" | "full") {
    await page.goto(studio(path.replace(":app", apps[fill].appId)));
    if (keys === undefined) return;
    await expect(page.getByRole("main")).toBeVisible();
    await page.keyboard.press(keys);
  }

  for (const [what, fill, places] of [
    ["every screen, empty", "empty", PLACES.map(({ empty, ...place }) => ({ ...place, full: empty }))],
    ["what screens show besides", "full", MORE],
  ] as const) {
    test(`${what}, light and dark`, async ({ browser }) => {
      await withPage(browser, { colorScheme: "light" }, async (page) => {
        for (const place of places) {
          await visit(page, place, fill);
          await place.full(page);
          await looksRightInBoth(page, `${place.screen}, ${fill}`);
        }
      });
    });
  }

  test("every screen, full, light and dark, and at 200 % zoom stays inside the window", async ({ browser }) => {
    const wide = { width: 1280, height: 800 };
    await withPage(browser, { colorScheme: "light", viewport: wide }, async (page) => {
      for (const place of PLACES) {
        await page.setViewportSize(wide);
        await visit(page, place, "full");
        await place.full(page);
        await looksRightInBoth(page, `${place.screen}, full`);
        // As people zoom: the page that they see gets half as wide.
        await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
        await page.setViewportSize({ width: 640, height: 400 });
        await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "light");
        await (place.small ?? place.full)(page);
        await looksRight(page, `${place.screen} at 200 % zoom`);
      }
    });
  });

  test("every screen on a phone stays inside the window", async ({ browser }) => {
    await withPage(browser, { viewport: { width: 390, height: 780 } }, async (page) => {
      for (const place of PLACES) {
        await visit(page, place, "full");
        await (place.small ?? place.full)(page);
        await looksRight(page, `${place.screen} on a phone`);
      }
    });
  });

  test("a mail on its way out, and in the dev inbox [MAIL-02]", async ({ browser }) => {
    await quintet.call(sendTestMail);
    const subject = "Mail from Quintet arrives";
    for (const [what, options] of [
      ["light", { colorScheme: "light" }],
      ["dark", { colorScheme: "dark" }],
      ["on a phone", { viewport: { width: 390, height: 780 } }],
    ] as const) {
      await withPage(browser, options, async (page) => {
        await page.goto(studio("/workspace/mail"));
        await words(subject)(page);
        await looksRight(page, `mail log, ${what}`);
        await page.getByRole("link", { name: "Dev inbox" }).click();
        await page.getByRole("link", { name: subject }).first().click();
        const letter = page.frameLocator(`iframe[title="Mail: ${subject}"]`);
        await expect(letter.getByRole("heading", { name: subject })).toBeVisible();
        await looksRight(page, `dev inbox, ${what}`);
      });
    }
  });

  test("the question who is there, before something sensitive", async ({ browser }) => {
    for (const [what, options] of [
      ["light", { colorScheme: "light" }],
      ["dark", { colorScheme: "dark" }],
      ["on a phone", { viewport: { width: 390, height: 780 } }],
    ] as const) {
      await withPage(browser, options, async (page) => {
        await page.route("**/platform/v1/tokens", async (route) => {
          if (route.request().method() === "GET") return route.continue();
          const problem = { code: "confirmation_required", status: 403, title: "", detail: "", type: "", instance: "" };
          await route.fulfill({ status: 403, json: problem });
        });
        await page.goto(studio("/workspace/tokens"));
        await page.getByRole("button", { name: "New token" }).click();
        await page.getByLabel("Name").fill("Nightly");
        await page.getByRole("button", { name: "Make the token" }).click();
        const asking = page.getByRole("dialog", { name: "Confirm that it is you" });
        await asking.getByRole("textbox", { name: /^Password/ }).fill("wrong");
        await looksRight(page, `who is there, ${what}`);
        await page.keyboard.press("Enter");
        await expect(asking.getByText("This is not your password.")).toBeVisible();
        await looksRight(page, `who is there, refused, ${what}`);
      });
    }
  });

  test("the proposal of an import", async ({ browser }) => {
    await eachScheme(browser, async (page, scheme) => {
      await page.goto(studio("/"));
      await page.getByLabel("File to import").setInputFiles({
        name: "people.csv",
        mimeType: "text/csv",
        buffer: Buffer.from("Name,Age,Joined\nAda,36,2026-01-02\nGrace,not known,2026-02-03\n"),
      });
      await expect(page.getByRole("button", { name: "Create app and review publishing" })).toBeVisible();
      await looksRight(page, `import, ${scheme}`);
    });
  });

  test("the pages of a hosted app", async ({ browser }) => {
    await eachScheme(browser, async (page, scheme) => {
      for (const viewport of [
        { width: 1280, height: 800 },
        { width: 390, height: 780 },
      ]) {
        await page.setViewportSize(viewport);
        for (const path of ["/", "/books/1/", "/about/", "/nowhere", "/api/docs"]) {
          await page.goto(`http://${apps.full.slug}.localhost:${quintet.port}${path}`);
          await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
          await looksRight(page, `hosted ${path} at ${viewport.width} px, ${scheme}`);
        }
      }
    });
  });
});

async function signIn(page: Page, password = "correct horse battery"): Promise<void> {
  await page.getByLabel("Email").fill("ada@example.test");
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** The bookshop with changes that wait: one renamed, one added that asks for a value, one removed, one wrong. */
function redrawn() {
  const before = bookshop();
  const added = app({
    name: "book",
    fields: [decimal("weight", { required: true })],
  });
  const records: Record<string, unknown> = { ...before.records };
  const weight = fieldId("book", "weight");
  records[weight] = { ...added.records[weight], order: "z" };
  records[fieldId("book", "pages")] = { ...before.records[fieldId("book", "pages")], label: "Length", name: "length" };
  records[fieldId("book", "price")] = { ...before.records[fieldId("book", "price")], default: "abc" };
  delete records[fieldId("author", "born")];
  return { ...before, records: records as typeof before.records };
}
