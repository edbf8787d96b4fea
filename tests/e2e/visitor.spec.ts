import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { createRow } from "#contract/http/data";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import type { ValidationRecord } from "#engine/definition/records/validation";
import {
  app,
  boolean,
  choice,
  date,
  dateTime,
  decimal,
  field,
  integer,
  model,
  modelId,
  relation,
  testId,
  text,
} from "../builders.ts";
import type { TestApp } from "../support/apps.ts";
import { constraint, unique } from "../support/constraints.ts";
import { formRecords, pageRoute, pageTemplate, withRecords } from "../support/form-records.ts";
import { startWithLiveApp } from "../support/live-app.ts";
import type { Quintet } from "../support/quintet.ts";

/** What a visitor sees of an app that has each kind of input and each part of the template language, without scripts. */
test.describe.configure({ mode: "serial" });
test.use({ actionTimeout: 10_000 });
let quintet: Quintet;
let club: TestApp;
let context: BrowserContext;
let page: Page;

const OPEN = { read: "true", create: "true", update: "true", delete: "true" };
const HOSTILE = `"><script>document.title = "taken over"</script><img src=x onerror="document.title = 'taken over'">`;
const GUESTS = "More guests than seats.";
const MEMBER = "This person is a member of the club already.";
const OFFER = "A reduced price is below the old one.";

const closed = (name: string, path: string) => {
  const { access: _, ...route } = pageRoute(name, path, { name: "list", modelId: modelId("film"), pageSize: 10 });
  return route as DefinitionRecord;
};

const guests: ValidationRecord = {
  kind: "validation",
  id: testId("validation", "guests"),
  modelId: modelId("visit"),
  expression: "guests <= seats",
  message: GUESTS,
  order: "a",
};

const LAYOUT = `<!doctype html><html lang="en"><head><title>{% block title %}Films{% endblock %}</title></head>
<body><header>{% block top %}{% include "hint.html" with hint="From the layout" only %}{% endblock %}</header>
<main>{% block main %}{% endblock %}</main></body></html>`;
const HINT = "<i>{{ hint }}</i>";
const FILMS = `{% extends "layout.html" %}
{% block title %}{{ block.super }}, grouped{% endblock %}
{% block top %}{{ block.super }}{% include "hint.html" with hint="From the page" only %}{% endblock %}
{% block main %}<h1>Films</h1>
{% regroup page.items by genre as groups %}
{% for group in groups %}<section aria-label="{{ group.grouper|capfirst }}"><h2>{{ group.grouper|upper }}: {{ group.list|length }} film{{ group.list|pluralize }}</h2>
<ul>{% for film in group.list %}<li title="{{ film.name }}">{% ifchanged film.year %}<b>{{ film.year }}</b> {% endifchanged %}<a href="{% url "film" id=film.id %}">{{ film.name }}</a>
{% if film.gross >= 1000 and not film.lost %}<em>a success</em>{% elif film.gross or film.lost %}<em>known</em>{% else %}<em>nothing is known</em>{% endif %}
<span class="gross">{{ film.gross|currency:"EUR"|default:"no figure" }}</span> <span class="shown">{{ film.shown|date:"j F Y" }}</span>
<span class="lost">{{ film.lost|yesno:"lost,kept,unknown" }}</span> <span class="short">{{ film.name|truncatechars:6|lower }}</span>
<span class="search"><a href="https://search.example/?q={{ film.name|urlencode }}">search</a></span></li>{% endfor %}</ul></section>{% endfor %}
<nav aria-label="View"><a href="{% querystring view="grid" %}">As a grid</a> <a href="{% querystring view=null %}">As a list</a></nav>
<p id="view">{% if request.query.view == "grid" %}a grid{% elif request.query.view %}{{ request.query.view }}{% else %}a list{% endif %}</p>
{% endblock %}`;
const FILM = `{% extends "layout.html" %}{% block main %}<h1>{{ record.name }}</h1><a href="{% url "films" %}">All films</a>{% endblock %}`;

function definition(): AppDefinition {
  const drawn = app(
    model("room", text("name", { required: true }), { rules: { ...OPEN, read: "name != 'Hidden'" } }),
    model(
      "visit",
      field("name", { name: "text", maxLength: 12 }, { required: true }),
      field("code", { name: "text", maxLength: 20, case: "upper" }, { unique: true }),
      boolean("agreed", { required: true }),
      boolean("vegan"),
      date("day"),
      field("wakes", { name: "time" }),
      dateTime("arrives"),
      field("nap", { name: "duration" }),
      field("address", { name: "ip" }),
      choice("state", ["asked", "booked"]),
      relation("room", "room"),
      field("seats", { name: "integer", min: 1, max: 9 }),
      integer("guests"),
      decimal("price", { default: "9.90" }),
      decimal("was"),
      text("club"),
      text("login"),
      { pluralLabel: "Visits", rules: OPEN, api: true },
    ),
    model("account", text("name"), text("secret"), { rules: OPEN }),
    model(
      "film",
      text("name"),
      text("genre"),
      integer("year"),
      decimal("gross"),
      date("shown"),
      boolean("lost"),
      field("slug", { name: "slug" }, { unique: true }),
      { pluralLabel: "Films", rules: OPEN, api: true },
    ),
    model("diary", text("entry"), { pluralLabel: "Diaries" }),
  );
  const list = (name: string, source: string) => pageTemplate(`${name}.html`, source);
  const templateOf = (name: string) => testId("template", `${name}.html`);
  return withRecords(drawn, [
    guests,
    constraint(
      "visit",
      "login",
      unique("visit", ["club", "login"], {
        ignoreCase: ["login"],
        scope: { name: "only", expression: 'state == "booked"' },
      }),
      { message: MEMBER },
    ),
    constraint("visit", "price", { kind: "check", expression: "price < was" }, { message: OFFER }),
    pageRoute("visit_new", "/visits/new/", { name: "create", modelId: modelId("visit") }),
    pageRoute("visit", "/visits/<int:id>/", { name: "detail", modelId: modelId("visit") }),
    pageRoute("visit_edit", "/visits/<int:id>/edit/", { name: "update", modelId: modelId("visit") }),
    ...formRecords("account", "account", { name: { required: true }, secret: { widget: { name: "password" } } }),
    ...formRecords("guest", "account", { name: { required: true, label: "Name of the guest" } }),
    list(
      "both",
      '{% extends "layout.html" %}{% block main %}{% form "account" %}{% endform %}{% form "guest" %}{% endform %}{% endblock %}',
    ),
    pageRoute("both", "/both/", { name: "template", templateId: templateOf("both") }),
    pageRoute("account_new", "/accounts-of-films/new/", {
      name: "create",
      modelId: modelId("account"),
      formId: testId("form", "account"),
    }),
    list("layout", LAYOUT),
    list("hint", HINT),
    list("films", FILMS),
    list("film", FILM),
    pageRoute("films", "/films/", {
      name: "list",
      modelId: modelId("film"),
      templateId: templateOf("films"),
      pageSize: 50,
    }),
    pageRoute("film", "/films/<int:id>/", { name: "detail", modelId: modelId("film"), templateId: templateOf("film") }),
    pageRoute("film_by_slug", "/films/by/<slug:slug>/", {
      name: "detail",
      modelId: modelId("film"),
      templateId: templateOf("film"),
    }),
    // A list with conditions, in pages of two, and one that no condition can hold for.
    pageRoute("classics", "/classics/", {
      name: "list",
      modelId: modelId("film"),
      pageSize: 2,
      where:
        "record.genre in ['crime', 'science'] and record.year >= 1930 and record.year <= 1960 and record.slug != null",
    }),
    // A model without a rule for reading, and a page about which nobody has said who may open it.
    pageRoute("diary", "/diary/", { name: "list", modelId: modelId("diary"), pageSize: 10 }),
    closed("films_closed", "/closed/"),
  ]);
}

const films: readonly Record<string, unknown>[] = [
  { name: "M", genre: "crime", year: 1931, gross: "1234567.50", shown: "1931-05-11", lost: false, slug: "m" },
  {
    name: "Laura",
    genre: "crime",
    year: 1944,
    gross: "999.00",
    lost: true,
    slug: "laura",
  },
  { name: HOSTILE, genre: "crime", year: 1944, slug: "hostile" },
  { name: "Stalker 100%", genre: "science", year: 1979, slug: "stalker" },
  { name: "Them 100x", genre: "science", year: 1954, slug: "them" },
  { name: "Things to_Come", genre: "science", year: 1936, slug: "things" },
];

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  ({ quintet, app: club } = await startWithLiveApp({ label: "Club", definition: definition() }));
  for (const values of films)
    await quintet.call(createRow, {
      params: { appId: club.appId, modelId: modelId("film") },
      body: { values: values as Record<string, string> },
    });
  for (const name of ["Blue", "Hidden"])
    await quintet.call(createRow, {
      params: { appId: club.appId, modelId: modelId("room") },
      body: { values: { name } },
    });
  context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  page = await context.newPage();
});
test.afterAll(async () => {
  await context?.close();
  await quintet?.stop();
});

const at = (path: string) => `http://${club.slug}.localhost:${quintet.port}${path}`;
const stored = async (): Promise<readonly Record<string, unknown>[]> =>
  (await quintet.hosted(club.slug, "/api/v1/visits?ordering=id")).json<{ results: Record<string, unknown>[] }>()
    .results;

/** Sends the form of the page by Enter, and says with which status it was answered first. */
async function send(): Promise<number> {
  const [answer] = await Promise.all([
    page.waitForResponse((one) => one.request().method() === "POST"),
    page.getByLabel(/^Name/).press("Enter"),
  ]);
  return answer.status();
}

test("every kind of input is filled in, read, kept when another is wrong, and stored [FRM-03] [FRM-04] [FRM-05] [FRM-09] [FRM-10] [FLD-03] [FLD-07] [FLD-08] [FLD-09] [FLD-10] [FLD-21] [CON-11] [TXN-07]", async () => {
  await page.goto(at("/visits/new/"));
  await expect(page.getByLabel(/^Price/)).toHaveValue("9.90");
  await expect(page.getByLabel(/^Day/)).toHaveAttribute("type", "date");
  await expect(page.getByLabel(/^Wakes/)).toHaveAttribute("type", "time");
  await expect(page.getByLabel(/^Arrives/)).toHaveAttribute("type", "datetime-local");
  // What is not known yet is a third answer beside yes and no.
  await expect(page.getByLabel(/^Vegan/).getByRole("option")).toHaveText(["–", "Yes", "No"]);
  await expect(page.getByLabel(/^Room/).getByRole("option")).toHaveText(["– choose –", "Blue"]);
  await page.getByLabel(/^Name/).fill("  Ada  ");
  await page.getByLabel(/^Code/).fill(" a-1 ");
  await page.getByRole("checkbox", { name: "Agreed" }).check();
  await page.getByLabel(/^Vegan/).selectOption({ label: "No" });
  await page.getByLabel(/^Day/).fill("2026-12-24");
  await page.getByLabel(/^Wakes/).fill("07:30");
  await page.getByLabel(/^Arrives/).fill("2026-12-24T18:05");
  await page.getByLabel(/^Nap/).fill("later");
  await page.getByLabel(/^Address/).fill("10.0.0.300");
  await page.getByRole("radio", { name: "Asked" }).check();
  await page.getByLabel(/^Room/).selectOption({ label: "Blue" });
  await page.getByLabel(/^Seats/).fill("12");
  await page.getByLabel(/^Was/).fill("12.5");
  expect(await send()).toBe(422);
  for (const wrong of [/^Nap/, /^Address/, /^Seats/])
    await expect(page.getByLabel(wrong)).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("alert").getByRole("link")).toHaveCount(3);
  await expect(page.getByLabel(/^Nap/)).toHaveValue("later");
  await expect(page.getByLabel(/^Arrives/)).toHaveValue("2026-12-24T18:05");
  await expect(page.getByLabel(/^Vegan/)).toHaveValue("false");
  await expect(page.getByRole("checkbox", { name: "Agreed" })).toBeChecked();
  await expect(page.getByRole("radio", { name: "Asked" })).toBeChecked();
  expect(await stored()).toEqual([]);
  await page.getByLabel(/^Nap/).fill("1:30");
  await page.getByLabel(/^Address/).fill("10.0.0.3");
  await page.getByLabel(/^Seats/).fill("4");
  expect(await send()).toBe(303);
  await expect(page).toHaveURL(/\/visits\/1\//);
  expect(await stored()).toMatchObject([
    {
      name: "Ada",
      code: "A-1",
      agreed: true,
      vegan: false,
      day: "2026-12-24",
      wakes: expect.stringMatching(/^07:30/),
      arrives: "2026-12-24T18:05:00Z",
      nap: "PT5400S",
      address: "10.0.0.3",
      state: "asked",
      room: 1,
      seats: 4,
      price: "9.90",
    },
  ]);
  await page.goto(at("/visits/1/edit/"));
  await expect(page.getByLabel(/^Nap/)).toHaveValue("1:30");
  await page.getByLabel(/^Vegan/).selectOption({ label: "–" });
  expect(await send()).toBe(303);
  await expect
    .poll(async () => (await stored())[0])
    .toMatchObject({ vegan: null, wakes: expect.stringMatching(/^07:30/) });

  await page.goto(at("/accounts-of-films/new/"));
  await page.getByLabel(/^Secret/).fill("open sesame");
  await expect(page.getByLabel(/^Secret/)).toHaveAttribute("type", "password");
  await page.getByLabel(/^Name/).fill(" ");
  expect(await send()).toBe(422);
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByLabel(/^Secret/)).toHaveValue("");
  expect(await page.content()).not.toContain("open sesame");
});

test("what is taken, and what breaks a rule over several fields, is said in the builder's words [FLD-23] [CON-01] [CON-02] [CON-03] [CON-05] [CON-16] [FRM-10] [TXN-07]", async () => {
  const fill = async (values: Readonly<Record<string, string>>) => {
    await page.goto(at("/visits/new/"));
    await page.getByLabel(/^Name/).fill("Bob");
    for (const [label, value] of Object.entries(values)) await page.getByLabel(new RegExp(`^${label}`)).fill(value);
  };
  await fill({ Code: "a-1", Was: "20" });
  expect(await send()).toBe(422);
  await expect(page.getByLabel(/^Code/)).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("alert")).toContainText("Code is taken");

  await fill({ Price: "30", Was: "20" });
  expect(await send()).toBe(422);
  await expect(page.getByRole("alert")).toContainText(OFFER);
  await expect(page.getByLabel(/^Price/)).toHaveValue("30");

  // A rule of no field is said of the whole form.
  await fill({ Seats: "2", Guests: "3", Was: "20" });
  expect(await send()).toBe(422);
  await expect(page.getByRole("alert")).toContainText(GUESTS);

  const join = async (login: string, club: string, state: "Asked" | "Booked") => {
    await fill({ Club: club, Login: login, Was: "20" });
    await page.getByRole("radio", { name: state }).check();
    return send();
  };
  expect(await join("ada@x.example", "chess", "Booked")).toBe(303);
  expect(await join("ADA@X.example", "chess", "Booked")).toBe(409);
  await expect(page.getByRole("alert")).toContainText(MEMBER);
  expect(await join("ADA@X.example", "chess", "Asked")).toBe(303);
  expect(await join("ada@x.example", "go", "Booked")).toBe(303);
  await expect
    .poll(async () => (await stored()).map(({ login, club }) => [login, club]))
    .toEqual([
      [null, null],
      ["ada@x.example", "chess"],
      ["ADA@X.example", "chess"],
      ["ada@x.example", "go"],
    ]);
});

test("a page in the whole template language is what its rows say, and nothing in them runs [TPL-03] [TPL-04] [TPL-05] [TPL-08] [TPL-09] [TPL-11] [TPL-15] [TPL-16] [TPL-17] [SEC-01] [VIEW-08] [URL-02] [URL-06]", async ({
  browser,
}) => {
  // With scripts: what rows hold would run if it were not escaped.
  const scripted = await browser.newContext();
  const reader = await scripted.newPage();
  const item = (text: string) => reader.getByRole("listitem").filter({ hasText: text });
  await reader.goto(at("/films/?tag=a%26b&view=grid"));
  await expect(reader).toHaveTitle("Films, grouped");
  await expect(reader.getByRole("banner").locator("i")).toHaveText(["From the layout", "From the page"]);
  await expect(reader.getByRole("heading", { level: 2 })).toHaveText(["CRIME: 3 films", "SCIENCE: 3 films"]);
  const crime = reader.getByRole("region", { name: "Crime" });
  await expect(crime.getByRole("listitem")).toHaveCount(3);
  // A year is said where it changes.
  await expect(crime.locator("b")).toHaveText(["1931", "1944"]);
  await expect(crime.locator("em")).toHaveText(["a success", "known", "nothing is known"]);
  await expect(crime.locator(".gross")).toHaveText([/^€\s?1,234,567\.50$/, /^€\s?999\.00$/, "no figure"]);
  await expect(crime.locator(".shown").first()).toHaveText("11 May 1931");
  await expect(crime.locator(".lost")).toHaveText(["kept", "lost", "unknown"]);
  await expect(item("Stalker").locator(".short")).toHaveText("stalk…");
  await expect(item("Stalker").getByRole("link", { name: "search" })).toHaveAttribute(
    "href",
    "https://search.example/?q=Stalker%20100%25",
  );
  const hostile = crime.getByRole("listitem").nth(2);
  await expect(hostile).toHaveAttribute("title", HOSTILE);
  await expect(hostile.getByRole("link").first()).toHaveText(HOSTILE);
  await expect(reader.locator("script, img")).toHaveCount(0);

  await expect(reader.locator("#view")).toHaveText("a grid");
  await reader.getByRole("link", { name: "As a list" }).click();
  await expect(reader).toHaveURL(at("/films/?tag=a%26b"));
  await expect(reader.locator("#view")).toHaveText("a list");
  await reader.goto(at(`/films/?view=${encodeURIComponent(HOSTILE)}`));
  await expect(reader.locator("#view")).toHaveText(HOSTILE);
  await expect(reader.locator("script, img")).toHaveCount(0);
  await expect(reader).toHaveTitle("Films, grouped");

  await item("Laura").getByRole("link", { name: "Laura", exact: true }).click();
  await expect(reader).toHaveURL(at("/films/2/"));
  await reader.goto(at("/films/by/laura/"));
  await expect(reader.getByRole("heading", { level: 1 })).toHaveText("Laura");
  await reader.getByRole("link", { name: "All films" }).click();
  await expect(reader).toHaveURL(at("/films/"));
  expect((await reader.goto(at("/films/by/nobody/")))?.status()).toBe(404);
  await scripted.close();
});

test("a list has the rows of its conditions, page by page, and is searched literally; nothing else is public [QRY-07] [QRY-08] [QRY-17] [MW-03]", async () => {
  const titles = () =>
    page.getByRole("main").getByRole("link", { name: /^(M|Laura|Them 100x|Things to_Come|Stalker 100%)$/ });
  await page.goto(at("/classics/"));
  await expect(titles()).toHaveText(["M", "Laura"]);
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByRole("main")).toContainText("Them 100x");
  await expect(titles()).toHaveCount(1);
  await page.getByRole("link", { name: "Next" }).click();
  await expect(titles()).toHaveText(["Things to_Come"]);
  await expect(page.getByRole("link", { name: "Next" })).toHaveCount(0);
  for (const [search, found] of [
    ["100x", "Them 100x"],
    ["THINGS", "Things to_Come"],
    ["o_c", "Things to_Come"],
  ] as const) {
    await page.goto(at("/classics/"));
    await page.getByRole("searchbox").fill(search);
    await page.keyboard.press("Enter");
    await expect(titles()).toHaveText([found]);
  }
  // "Them 100x" would be found by a wildcard.
  await page.goto(at("/classics/"));
  await page.getByRole("searchbox").fill("100%");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/search=100%25/);
  await expect(titles()).toHaveCount(0);
  for (const [path, status] of [
    ["/diary/", 403],
    ["/closed/", 404],
    ["/api/v1/diaries", 404],
    ["/api/v1/visits", 200],
  ] as const)
    expect([path, (await page.goto(at(path)))?.status()]).toEqual([path, status]);
});

test("two forms of a page are sent apart, each with its own mistakes and its own thanks [FRM-12]", async () => {
  await page.goto(at("/both/"));
  const guest = page.getByLabel("Name of the guest");
  const account = page.getByLabel("Name", { exact: true });
  await guest.fill(" ");
  const [answer] = await Promise.all([
    page.waitForResponse((one) => one.request().method() === "POST"),
    guest.press("Enter"),
  ]);
  expect(answer.status()).toBe(422);
  await expect(guest).toHaveAttribute("aria-invalid", "true");
  await expect(account).not.toHaveAttribute("aria-invalid", "true");
  await guest.fill("Grace");
  await guest.press("Enter");
  await expect(page.getByText("Thank you.")).toHaveCount(1);
  await expect(account).toBeVisible();
});
