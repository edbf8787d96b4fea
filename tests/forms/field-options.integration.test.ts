import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { app, choice, field, model, modelId, text } from "../builders.ts";
import { pageRoute, withRecords } from "../support/form-records.ts";
import { fillAndSend, formIn } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Field types with options, through the API, a form and the default pages of one app. */
const RULES = { read: "true", create: "true", update: "true", delete: "true" };

const PLATE = "[A-Z]{1,2}-[0-9]{1,5}";

function hotel(): AppDefinition {
  const drawn = app(
    model(
      "room",
      text("name", { required: true }),
      field("code", { name: "text", maxLength: 6, trim: true, case: "upper" }),
      field("short_name", { name: "text", maxLength: 9, minLength: 3 }),
      field("plate", { name: "text", maxLength: 9, pattern: PLATE, patternMessage: "Wie W-12345." }),
      field("site", { name: "link", pattern: "https://.*" }),
      field("beds", { name: "integer", min: 1, max: 7, step: 2 }),
      field("price", {
        name: "decimal",
        digits: 8,
        scale: 2,
        min: "0.50",
        max: "999.99",
        step: "0.25",
        unit: "€",
        unitBefore: true,
      }),
      field("length", { name: "float", min: -1.5, max: 90 }),
      field("counted", { name: "big_integer", min: "10", max: "9007199254740993" }),
      field("filled", { name: "decimal", digits: 5, scale: 1, display: "percent" }),
      field("score", { name: "integer", min: 1, max: 5, display: "rating" }),
      field("size", { name: "float", unit: "m²" }),
      field("phone", { name: "phone", country: "AT" }),
      choice("state", ["free", "taken", "lost"]),
      field("camera", { name: "ip" }),
      field("opened", { name: "date" }, { required: true, computedDefault: "now" }),
      field("seen", { name: "date_time" }, { computedDefault: "now" }),
      field("story", { name: "markdown" }),
      field("paint", { name: "colour" }),
      { pluralLabel: "Rooms", rules: RULES, api: true },
    ),
  );
  const view = { modelId: modelId("room") };
  const choices = Object.values(drawn.records).filter((record) => record.kind === "choice");
  const look = (record: (typeof choices)[number]) =>
    record.value === "lost" ? { ...record, retired: true as const } : { ...record, colour: "#2f9e44" };
  return withRecords({ ...drawn, settings: { ...drawn.settings, locale: "de", timeZone: "Pacific/Kiritimati" } }, [
    ...choices.map(look),
    pageRoute("room_list", "/rooms/", { name: "list", ...view, pageSize: 10 }),
    pageRoute("room_new", "/rooms/new/", { name: "create", ...view }),
    pageRoute("room_edit", "/rooms/<int:id>/edit/", { name: "update", ...view }),
    pageRoute("room", "/rooms/<int:id>/", { name: "detail", ...view }),
  ]);
}

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(hotel());
});
beforeEach(() => served.sql("TRUNCATE app.room RESTART IDENTITY"));
afterAll(() => served?.close());

const create = (body: Readonly<Record<string, unknown>>) =>
  served.request("POST", "/api/v1/rooms", { body: { name: "Attic", ...body } });
const firstError = async (body: Readonly<Record<string, unknown>>) => {
  const answer = await create(body);
  const [error] = answer.json<{ errors?: { pointer: string; code: string; message: string }[] }>().errors ?? [];
  return [answer.status, error?.pointer, error?.code];
};
const room = async () => (await served.request("GET", "/api/v1/rooms/1")).json();

describe("limits of numbers [FLD-05] [FLD-06] [CON-11]", () => {
  it.each([
    [{ beds: 0 }, "/beds", "too_small"],
    [{ beds: 9 }, "/beds", "too_large"],
    [{ beds: 4 }, "/beds", "not_a_step"],
    [{ price: "0.49" }, "/price", "too_small"],
    [{ price: "1000" }, "/price", "too_large"],
    [{ price: "1.10" }, "/price", "not_a_step"],
    [{ length: -1.6 }, "/length", "too_small"],
    [{ length: 90.5 }, "/length", "too_large"],
    [{ counted: "9" }, "/counted", "too_small"],
    [{ counted: "9007199254740994" }, "/counted", "too_large"],
    [{ score: 6 }, "/score", "too_large"],
  ])("refuse %j", async (body, pointer, code) => {
    expect(await firstError(body)).toEqual([422, pointer, code]);
  });

  it("take what lies within them, their ends included", async () => {
    const body = { beds: 7, price: "999.75", length: 90, counted: "9007199254740993", score: 5 };
    expect((await create(body)).status).toBe(201);
    expect(await room()).toMatchObject(body);
  });

  it("are told at the field of a form, in the app's language", async () => {
    const answer = await fillAndSend(served, "/rooms/new/", { name: "Attic", beds: "4", price: "0,40", length: "91" });
    expect(answer.status).toBe(422);
    for (const sentence of [
      "„Beds“ muss in Schritten von 2 angegeben sein.",
      "„Price“ muss mindestens 0,50 sein.",
      "„Length“ darf höchstens 90 sein.",
    ])
      expect(answer.text).toContain(sentence);
  });
});

describe("a text with options [FLD-03]", () => {
  it("is stored without blanks at its ends and in capitals, however it comes", async () => {
    expect((await create({ code: "  ab-1 " })).json()).toMatchObject({ code: "AB-1" });
    expect((await fillAndSend(served, "/rooms/new/", { name: "Attic", code: " xy " })).status).toBe(303);
    const codes = await served.request("GET", "/api/v1/rooms?ordering=id&fields=code");
    expect(codes.json()).toMatchObject({ results: [{ code: "AB-1" }, { code: "XY" }] });
    expect(await firstError({ code: "      seven77 " })).toEqual([422, "/code", "too_long"]);
  });
});

describe("a text with a least length [CON-11]", () => {
  it("is refused where it is shorter, and may be empty", async () => {
    expect(await firstError({ short_name: "ab" })).toEqual([422, "/short_name", "too_short"]);
    expect(await firstError({ short_name: "🏠🏠" })).toEqual([422, "/short_name", "too_short"]);
    for (const short_name of ["abc", "🏠🏠🏠", "", null]) expect((await create({ short_name })).status).toBe(201);
  });

  it("is told at the field of a form, and to browsers", async () => {
    const page = await served.request("GET", "/rooms/new/");
    expect(page.text).toMatch(/name="short_name"[^>]*minlength="3"/);
    const sent = await fillAndSend(served, "/rooms/new/", { name: "Attic", short_name: "ab" });
    expect(sent.status).toBe(422);
    expect(sent.text).toContain("„Short name“ ist zu kurz: Es braucht mindestens 3 Zeichen.");
  });

  it("is in the documentation of what is written, and not of what is read", async () => {
    const { components } = (await served.request("GET", "/api/openapi.json")).json<{
      components: { schemas: Record<string, { properties: Record<string, { minLength?: number }> }> };
    }>();
    expect(components.schemas.RoomInput?.properties.short_name?.minLength).toBe(3);
    expect(components.schemas.Room?.properties.short_name?.minLength).toBeUndefined();
  });
});

describe("a text with a pattern [CON-12]", () => {
  it("is refused over REST with the builder's sentence, and in a form in its words alone", async () => {
    const answer = await create({ plate: "w 1" });
    expect([answer.status, answer.json()]).toMatchObject([
      422,
      {
        errors: [
          { pointer: "/plate", code: "pattern_mismatch", message: "Plate does not match its pattern. Wie W-12345." },
        ],
      },
    ]);
    expect((await create({ plate: "W-12345" })).status).toBe(201);
    expect((await create({ plate: "" })).status).toBe(201);
    expect(await firstError({ site: "http://example.com" })).toEqual([422, "/site", "pattern_mismatch"]);
    const sent = await fillAndSend(served, "/rooms/new/", { name: "Attic", plate: "W-123456", site: "http://a.at" });
    expect(sent.status).toBe(422);
    expect(sent.text).toContain("Wie W-12345.");
    expect(sent.text).toContain("„Site“ ist nicht in der verlangten Form.");
    expect((await fillAndSend(served, "/rooms/new/", { name: "Attic", plate: "GR-1" })).status).toBe(303);
  });

  it("is asked for with the pattern where a browser means the same, and said in the API's documentation", async () => {
    const { html } = formIn((await served.request("GET", "/rooms/new/")).text);
    expect(html).toMatch(/<input[^>]*name="plate"[^>]* pattern="\[A-Z\]\{1,2\}-\[0-9\]\{1,5\}" title="Wie W-12345."/);
    expect(html).not.toMatch(/name="site"[^>]* pattern=/);
    const { text } = await served.request("GET", "/api/openapi.json");
    expect(text).toContain('"pattern":"^(?:[A-Z]{1,2}-[0-9]{1,5})?$"');
    expect(text).toContain("Wie W-12345.");
  });
});

describe("choices [FLD-22]", () => {
  it("that are retired stay with the rows that have them, and are taken by nothing new", async () => {
    await served.sql(
      "INSERT INTO app.room (name, state, opened) VALUES ('Cellar', 'lost', '2026-01-01'), ('Attic', 'free', '2026-01-01')",
    );
    expect(await firstError({ state: "lost" })).toEqual([422, "/state", "not_a_choice"]);
    expect(await room()).toMatchObject({ state: "lost" });
    const edited = await fillAndSend(served, "/rooms/1/edit/", { name: "Deep cellar" });
    expect(edited.status).toBe(303);
    expect(await room()).toMatchObject({ name: "Deep cellar", state: "lost" });
    // Clients read a row, change it and send it back whole.
    const asRead = await room();
    expect((await served.request("PUT", "/api/v1/rooms/1", { body: { ...asRead, name: "Cellar" } })).status).toBe(200);
    expect((await served.request("PATCH", "/api/v1/rooms/1", { body: { state: "lost" } })).status).toBe(200);
    const other = await served.request("PATCH", "/api/v1/rooms/2", { body: { state: "lost" } });
    expect([other.status, other.json<{ errors: unknown[] }>().errors[0]]).toMatchObject([
      422,
      { pointer: "/state", code: "not_a_choice", message: expect.stringContaining("is retired") },
    ]);
    const offered = (target: string) =>
      served
        .request("GET", target)
        .then(({ text }) => [...text.matchAll(/value="(free|taken|lost)"/g)].map(([, value]) => value));
    expect(await offered("/rooms/1/edit/")).toEqual(["free", "taken", "lost"]);
    expect(await offered("/rooms/new/")).toEqual(["free", "taken"]);
    expect(await offered("/rooms/2/edit/")).toEqual(["free", "taken"]);
    const found = await served.request("GET", "/api/v1/rooms?state=lost");
    expect(found.json<{ results: unknown[] }>().results).toHaveLength(1);
  });

  it("have a colour on pages", async () => {
    await create({ state: "free" });
    expect((await served.request("GET", "/rooms/1/")).text).toContain('r="4" fill="#2f9e44"');
  });
});

describe("a percentage and a rating [FLD-19]", () => {
  it("are numbers in the API, and shown as such on pages", async () => {
    expect((await create({ filled: "12.5", score: 4 })).status).toBe(201);
    expect(await room()).toMatchObject({ filled: "12.5", score: 4 });
    const page = (await served.request("GET", "/rooms/1/")).text;
    expect(page).toContain("12,5\u00a0%");
    expect(page).toContain('<span role="img" aria-label="4/5">★★★★☆</span>');
  });

  it("is asked for with a button for each number of stars", async () => {
    const { html } = formIn((await served.request("GET", "/rooms/new/")).text);
    expect(html.match(/type="radio"[^>]*name="score"/g)).toHaveLength(6);
    expect(html).toContain("<span>2 ★★☆☆☆</span>");
    expect((await fillAndSend(served, "/rooms/new/", { name: "Attic", score: "2" })).status).toBe(303);
    expect(await room()).toMatchObject({ score: 2 });
  });
});

describe("a number with a unit", () => {
  it("has it on pages and never in the API", async () => {
    expect((await create({ size: 20.5, price: "750.25" })).status).toBe(201);
    await create({});
    expect(await room()).toMatchObject({ size: 20.5, price: "750.25" });
    const page = (await served.request("GET", "/rooms/1/")).text;
    expect(page).toContain("20,5&nbsp;m²");
    expect(page).toContain("€750,25");
    expect((await served.request("GET", "/rooms/")).text).toContain("€750,25");
    expect((await served.request("GET", "/rooms/2/")).text).not.toMatch(/m²|€/);
    expect(await firstError({ size: "20 m²" })).toEqual([422, "/size", "wrong_type"]);
  });

  it("describes the input of a form with it, beside what is wrong", async () => {
    const page = (await served.request("GET", "/rooms/new/")).text;
    expect(page).toMatch(
      /<div class="with-unit"><input id="([^"]+)"[^>]* aria-describedby="\1-unit"[^>]*><span class="unit" id="\1-unit">m²<\/span><\/div>/,
    );
    expect(page).toMatch(/<span class="unit" id="([^"]+-unit)">€<\/span><input[^>]* aria-describedby="\1"/);
    const refused = await fillAndSend(served, "/rooms/new/", { name: "Attic", size: "wide" });
    expect(refused.text).toMatch(/aria-describedby="([^" ]+)-unit \1-error"/);
    expect((await fillAndSend(served, "/rooms/new/", { name: "Attic", size: "20,5" })).status).toBe(303);
    expect(await room()).toMatchObject({ size: 20.5 });
  });

  it("is told by the documentation of the API", async () => {
    const document = (await served.request("GET", "/api/openapi.json")).text;
    expect(document).toContain('"description":"In m²."');
    expect(document).toContain('"description":"A string, so that no digit is lost. In €."');
  });
});

describe("a formatted text [FLD-04]", () => {
  it("is asked for in lines with its signs beneath, stored as it is written, and shown as its parts", async () => {
    const page = (await served.request("GET", "/rooms/new/")).text;
    expect(page).toMatch(/<textarea[^>]*name="story"/);
    expect(page).toContain("<code>**word**</code> für fett");
    const story = "# Warm\n\nWith **two** windows <b>and</b> [more](javascript:alert(1))";
    expect((await fillAndSend(served, "/rooms/new/", { name: "Attic", story })).status).toBe(303);
    expect(await room()).toMatchObject({ story });
    const shown = (await served.request("GET", "/rooms/1/")).text;
    expect(shown).toContain("<h2>Warm</h2>\n<p>With <strong>two</strong> windows &lt;b&gt;and&lt;/b&gt; more</p>");
  });
});

describe("a default that is computed [FLD-21]", () => {
  /** The app's zone is fourteen hours before UTC, where the day is often another one. */
  const today = () => new Intl.DateTimeFormat("en-CA", { timeZone: "Pacific/Kiritimati" }).format(new Date());

  it("is the day and the moment of the request where nothing is sent, and stays open to what is", async () => {
    const before = Date.now();
    const day = today();
    const made = (await create({})).json<{ opened: string; seen: string }>();
    expect([day, today()]).toContain(made.opened);
    expect(Date.parse(made.seen)).toBeGreaterThanOrEqual(before - 1000);
    expect((await create({ opened: "2020-01-31", seen: null })).json()).toMatchObject({
      opened: "2020-01-31",
      seen: null,
    });
    const many = await served.request("POST", "/api/v1/rooms", { body: [{ name: "One" }, { name: "Two" }] });
    expect(many.status).toBe(201);
    const rows = await served.sql<{ seen: Date | null }>("SELECT seen FROM app.room ORDER BY id");
    expect(rows.map(({ seen }) => seen !== null)).toEqual([true, false, true, true]);
    await served.request("PATCH", "/api/v1/rooms/2", { body: { name: "Again" } });
    expect((await served.request("GET", "/api/v1/rooms/2")).json()).toMatchObject({ seen: null });
  });

  it("fills a form in when it opens", async () => {
    const days = [today()];
    const { values } = formIn((await served.request("GET", "/rooms/new/")).text);
    days.push(today());
    expect(days).toContain(values.opened);
    expect(values.seen).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d/);
  });
});

describe("an IP address [FLD-10]", () => {
  it("is stored in one form, found in a network, and compared in conditions", async () => {
    expect((await create({ camera: "10.1.2.3" })).status).toBe(201);
    expect((await create({ camera: "2001:DB8::0:1" })).status).toBe(201);
    expect((await create({ camera: "192.0.2.1" })).json()).toMatchObject({ camera: "192.0.2.1" });
    const found = async (query: string) =>
      (await served.request("GET", `/api/v1/rooms?fields=camera&ordering=camera&${query}`))
        .json<{
          results: { camera: string }[];
        }>()
        .results.map(({ camera }) => camera);
    expect(await found("camera__within=10.0.0.0/8")).toEqual(["10.1.2.3"]);
    expect(await found("camera__within=2001:db8::/32")).toEqual(["2001:db8::1"]);
    expect(await found("camera__in=2001:db8:0::1,192.0.2.1")).toEqual(["192.0.2.1", "2001:db8::1"]);
    expect(await found(`where=${encodeURIComponent("camera == '192.0.2.1' or camera.startsWith('10.')")}`)).toEqual([
      "10.1.2.3",
      "192.0.2.1",
    ]);
    expect((await served.request("GET", "/rooms/1/")).text).toContain("<code>10.1.2.3</code>");
    expect((await served.request("GET", "/api/v1/rooms?camera__within=10.0.0.0/33")).json()).toMatchObject({
      status: 400,
      code: "invalid_parameter",
    });
    const second = await served.request("PATCH", "/api/v1/rooms/2", { body: { camera: "::ffff:10.0.0.1" } });
    expect(second.json()).toMatchObject({ camera: "::ffff:10.0.0.1" });
  });
});

describe("a phone number and a colour [FLD-19]", () => {
  it("are stored in one form, and found by it", async () => {
    const values = { name: "Attic", phone: "01 580-58", paint: "#ABC" };
    expect((await fillAndSend(served, "/rooms/new/", values)).status).toBe(303);
    expect(await room()).toMatchObject({ phone: "+43158058", paint: "#aabbcc" });
    const found = await served.request("GET", "/api/v1/rooms?paint=%23aabbcc&phone__startswith=%2B43&count=exact");
    expect(found.json<{ results: unknown[] }>().results).toHaveLength(1);
  });

  it("are shown as a link that calls, and as the colour itself", async () => {
    await create({ phone: "+43 1 58058", paint: "#1f6feb" });
    const page = (await served.request("GET", "/rooms/1/")).text;
    expect(page).toContain('<a href="tel:+43158058">+43158058</a>');
    expect(page).toContain('fill="#1f6feb"');
  });

  it("are refused in words of the app's language", async () => {
    const answer = await fillAndSend(served, "/rooms/new/", { name: "Attic", phone: "ruf an", paint: "rot" });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("„Phone“ muss eine Telefonnummer sein");
    expect(answer.text).toContain("„Paint“ muss eine Farbe sein");
  });
});
