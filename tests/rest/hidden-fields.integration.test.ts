import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import type { RouteRecord } from "#engine/definition/records/route";
import type { View } from "#engine/view-types/registry";
import {
  app,
  boolean,
  choice,
  date,
  dateTime,
  decimal,
  field,
  fieldId,
  float,
  integer,
  longText,
  model,
  modelId,
  relation,
  testId,
  text,
} from "../builders.ts";
import { filters } from "../support/filter-questions.ts";
import { formRecords } from "../support/form-records.ts";
import { fieldRule, grant, group, groupId, withRecords } from "../support/grants.ts";
import { formIn } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/**
 * The law of hidden rows, for fields: what a caller is answered does not depend on the values of fields that they may not
 * read, and an answer about such a field is the answer about one that does not exist. Questions are generated from all
 * fields and their look-ups. Callers who may read them are the positive control.
 */
const route = (name: string, path: string, view: View): RouteRecord => ({
  kind: "route",
  id: testId("route", name),
  name,
  label: name,
  path,
  view,
  access: "true",
  order: "i",
});

/** Of a person. No visible name is like one of them, so that none is suggested instead of another. */
const HIDDEN = [
  "qz_pay",
  "qz_note",
  "qz_age",
  "qz_rate",
  "qz_mass",
  "qz_ill",
  "qz_born",
  "qz_seen",
  "qz_grade",
  "qz_boss",
] as const;

const company = (): AppDefinition => {
  const drawn = app(
    model("team", text("name"), text("qz_budget", { label: "Qz budget" }), { rules: { read: "true" }, api: true }),
    model(
      "person",
      text("qz_pay", { unique: true }),
      text("name"),
      longText("bio"),
      integer("floor"),
      longText("qz_note"),
      integer("qz_age", { default: 1 }),
      decimal("qz_rate"),
      float("qz_mass"),
      boolean("qz_ill"),
      date("qz_born"),
      dateTime("qz_seen"),
      choice("qz_grade", ["junior", "senior"]),
      relation("qz_boss", "person", { reverse: "qz_staff" }),
      relation("team", "team", { reverse: "people" }),
      field("qz_double", { name: "formula", result: "integer", expression: "qz_age * 2" }),
      { rules: { read: "true", create: "true", update: "true", delete: "true" }, api: true },
    ),
    // A way to the hidden fields over a relation, and a rule that reads one of them.
    model("badge", text("code"), relation("person", "person", { reverse: "badges" }), {
      rules: { read: 'person.qz_grade == "senior" or person.qz_grade == "junior"' },
      api: true,
    }),
  );
  const person = drawn.records[modelId("person")] as ModelRecord;
  const team = drawn.records[modelId("team")] as ModelRecord;
  const hr = groupId("hr");
  const more: readonly DefinitionRecord[] = [
    {
      ...person,
      titleTemplate: "{{ name }} {{ qz_grade }}",
      defaultOrder: [{ fieldId: fieldId("person", "qz_pay"), direction: "desc" }],
    },
    { ...team, titleTemplate: "{{ name }} ({{ qz_budget }})" },
    group("hr"),
    ...[...HIDDEN.map((name) => `person.${name}`), "team.qz_budget"].flatMap((name) => [
      fieldRule(name, "read", { who: hr }),
      fieldRule(name, "write", { who: hr }),
    ]),
    fieldRule("person.floor", "write", { who: hr }),
    grant("team", "update", { who: hr }),
    {
      kind: "validation",
      id: testId("validation", "pay"),
      modelId: modelId("person"),
      expression: "qz_pay != name",
      message: "That is not allowed.",
      fieldId: fieldId("person", "qz_pay"),
      order: "a",
    },
    {
      kind: "constraint",
      id: testId("constraint", "floor"),
      modelId: modelId("person"),
      type: { kind: "unique", fieldIds: [fieldId("person", "name"), fieldId("person", "qz_age")] },
      message: "This is there already.",
      order: "a",
    },
    route("people", "/", { name: "list", modelId: modelId("person"), pageSize: 2 }),
    route("person", "/<int:id>/", { name: "detail", modelId: modelId("person") }),
    route("person_new", "/new/", { name: "create", modelId: modelId("person") }),
    route("person_edit", "/<int:id>/edit/", { name: "update", modelId: modelId("person") }),
    route("person_drop", "/<int:id>/delete/", { name: "delete", modelId: modelId("person") }),
    route("teams", "/teams/", { name: "list", modelId: modelId("team"), pageSize: 2 }),
    route("team", "/teams/<int:id>/", { name: "detail", modelId: modelId("team") }),
    {
      ...route("own", "/own/<int:id>/", {
        name: "detail",
        modelId: modelId("person"),
        templateId: testId("template", "own"),
      }),
    },
    {
      kind: "template",
      id: testId("template", "own"),
      name: "own.html",
      source: "<p>{{ record.name }}|{{ record.qz_pay }}|{{ record.qz_boss.name }}|{{ record }}</p>",
      order: "a",
    },
    route("person_add", "/add/", { name: "create", modelId: modelId("person"), formId: testId("form", "add") }),
    ...formRecords("add", "person", { name: {}, qz_note: {}, floor: {} }),
    route("person_join", "/join/", { name: "create", modelId: modelId("person"), formId: testId("form", "join") }),
    ...formRecords("join", "person", { name: {}, qz_note: { fixed: "'joined'" }, floor: { fixed: "4" } }),
    route("person_move", "/<int:id>/move/", {
      name: "update",
      modelId: modelId("person"),
      formId: testId("form", "move"),
    }),
    ...formRecords("move", "person", { name: {}, floor: { fixed: "5" } }, { action: "update" }),
  ];
  return withRecords(drawn, ...more);
};

const definition = company();

/** By a word in the place of each hidden name. */
function questions(): string[] {
  const fields = readDefinition(definition).fields(modelId("person"));
  const wheres = fields.flatMap(({ name }) => [
    `${name} == null`,
    `not (${name} != null)`,
    `record.${name} != null`,
    `qz_boss.${name} == null`,
    `badges.exists(b, b.person.${name} == null)`,
  ]);
  const lists = [
    "",
    "count=exact",
    "limit=1",
    "limit=1&count=exact",
    ...["hidden", "senior", "A", "secret"].map((word) => `search=${word}&count=exact`),
    ...fields.flatMap(({ name }) => [
      `ordering=${name}&limit=1`,
      `ordering=-${name}&limit=1`,
      `fields=${name}`,
      `fields=id,${name}`,
      `omit=${name}`,
      `expand=${name}`,
      `fields=team.people.${name}`,
    ]),
    ...filters(definition, "person"),
    ...filters(definition, "person", "team__people__"),
    ...filters(definition, "person", "qz_boss__"),
    ...filters(definition, "person", "qz_staff__"),
    ...filters(definition, "team", "team__"),
    ...["qz_staff", "qz_staff.count", "team.qz_budget", "team.people"].map((name) => `fields=${name}`),
    ...["qz_staff", "qz_boss", "team.people"].map((name) => `expand=${name}`),
    ...wheres.map((source) => `where=${encodeURIComponent(source)}`),
  ];
  const rows = [1, 2, 3, 99];
  return [
    ...lists.map((query) => `/api/v1/person?${query}`),
    ...rows.flatMap((id) =>
      ["", "?expand=team,qz_boss", "?fields=qz_pay"].map((query) => `/api/v1/person/${id}${query}`),
    ),
    "/api/v1/badge?count=exact&expand=person",
    ...filters(definition, "person", "person__").map((query) => `/api/v1/badge?${query}`),
    ...rows.map((id) => `/api/v1/team/${id}?expand=people`),
    "/api/v1/",
    "/api/openapi.json",
    "/api/docs",
    "/",
    "/?page=2",
    ...["hidden", "senior"].map((word) => `/?search=${word}`),
    ...fields.flatMap(({ name }) => [`/?ordering=-${name}`, `/?${name}=1`, `/?${name}__isnull=true`]),
    "/teams/",
    "/new/",
    "/add/",
    ...rows.flatMap((id) => [`/${id}/`, `/own/${id}/`, `/${id}/edit/`, `/${id}/delete/`, `/teams/${id}/`]),
  ];
}

const writes: readonly (readonly [string, string, unknown])[] = [
  ...HIDDEN.map((name) => ["PATCH", "/api/v1/person/1", { [name]: "hidden" }] as const),
  ...HIDDEN.map((name) => ["POST", "/api/v1/person", { name: "new", [name]: null }] as const),
  ["PATCH", "/api/v1/person/1", { floor: 3 }],
  ["PATCH", "/api/v1/person/1", { nme: "x", qz_pai: 1 }],
  ["POST", "/api/v1/person/bulk", [{ name: "new", qz_pay: "x" }]],
];

let served: ServedApp;
const DENIED: Record<string, string | undefined> = {};
let hrKey: string;

beforeAll(async () => {
  served = await serveApp(definition);
  DENIED.anonymous = undefined;
  DENIED["a key of no group"] = await served.key("Clerk", "grp_000000000000");
  hrKey = await served.key("Personnel", groupId("hr"));
  await served.sql("INSERT INTO app.team (name, qz_budget) VALUES ('Red', 'hidden 5'), ('Blue', 'hidden 6')");
  await served.sql(`INSERT INTO app.person
    (name, bio, floor, qz_pay, qz_note, qz_age, qz_rate, qz_mass, qz_ill, qz_born, qz_seen, qz_grade, team) VALUES
    ('Ann', 'bio', 1, 'hidden', 'hidden note', 40, 66.6, 66.6, true, '1966-06-06', '1966-06-06T06:06:06Z', 'senior', 1),
    ('Bob', 'bio', 2, 'secret', 'secret note', 30, 10, 10, false, '2000-01-01', '2000-01-01Z', 'junior', 1),
    ('Cid', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'junior', 2)`);
  await served.sql("UPDATE app.person SET qz_boss = 1 WHERE id = 2");
  await served.sql("INSERT INTO app.badge (code, person) VALUES ('a', 1), ('b', 2)");
});
afterAll(() => served?.close());

const changeHidden = async () => {
  await served.sql("UPDATE app.team SET qz_budget = 'zzz'");
  await served.sql(`UPDATE app.person SET qz_pay = 'zzz' || id, qz_note = 'zzz', qz_age = id, qz_rate = 1, qz_mass = NULL,
    qz_ill = NOT qz_ill, qz_born = NULL, qz_seen = now(), qz_grade = CASE qz_grade WHEN 'junior' THEN 'senior' ELSE 'junior' END,
    qz_boss = CASE WHEN id = 3 THEN 2 END`);
};

const withoutTokens = (html: string): string => html.replace(/name="_form" value="[^"]*"/g, "");

async function answersFor(key: string | undefined, asked: readonly string[]): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  for (const target of asked) {
    const { status, headers, text: body } = await served.request("GET", target, { key });
    answers.set(target, JSON.stringify([status, headers.link, withoutTokens(body)]));
  }
  return answers;
}

async function refusalsFor(key: string | undefined): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  for (const [method, target, body] of writes) {
    if (method === "POST" && key === hrKey) continue;
    const answer = await served.request(method, target, { key, body });
    answers.set(`${method} ${target} ${JSON.stringify(body)}`, JSON.stringify([answer.status, answer.text]));
  }
  return answers;
}

/** The question about a field that does not exist, with a name as long and as unlike all others. */
const renamed = (content: string): string => content.replaceAll("qz_", "qx_");
/** What a denied caller may never be told: names and labels of hidden fields, and their values. */
const TELLING = /qz_|Qz |hidden (?:note|\d)|secret|senior|junior/i;

describe("what the rules of fields hide", () => {
  it("changes no answer to any question, and is answered as what does not exist [AUTH-14]", async () => {
    const asked = questions();
    const control = await answersFor(hrKey, asked);
    const before: Record<string, Map<string, string>> = {};
    for (const [who, key] of Object.entries(DENIED)) {
      before[who] = new Map([...(await answersFor(key, asked)), ...(await refusalsFor(key))]);
    }
    const failures = Object.values(before).flatMap((answers) =>
      [...answers].filter(([, answer]) => /^\[5/.test(answer)).map(([question]) => question),
    );
    expect(failures).toEqual([]);

    // Nothing that they are told names one of them, but for the name that they asked with.
    const told = Object.entries(before).flatMap(([who, answers]) =>
      [...answers]
        .filter(([question, answer]) => !/search=/.test(question) && TELLING.test(withoutAsked(question, answer)))
        .map(([question, answer]) => `${who}: ${question} ${withoutAsked(question, answer).slice(0, 400)}`),
    );
    expect(told.slice(0, 20)).toEqual([]);

    // The answer about a field that is hidden is that about none.
    const named = asked.filter((target) => target.includes("qz_"));
    for (const [who, key] of Object.entries(DENIED)) {
      const strange = await answersFor(key, named.map(renamed));
      const other = named.filter((target) => renamed(before[who]?.get(target) ?? "") !== strange.get(renamed(target)));
      expect(other.map((target) => `${who}: ${target}`)).toEqual([]);
    }

    // The control: who may read them is answered, and differently.
    const lists = named.filter((target) => target.startsWith("/api/v1/person?") && !target.includes("expand="));
    const answered = lists.filter((target) => control.get(target)?.startsWith("[200"));
    expect(answered.length).toBeGreaterThan(lists.length * 0.7);
    for (const target of ["/api/v1/person/1", "/1/", "/own/1/", "/1/edit/", "/new/", "/", "/api/openapi.json"])
      expect(control.get(target), target).toMatch(TELLING);

    await changeHidden();
    for (const [who, key] of Object.entries(DENIED)) {
      const after = new Map([...(await answersFor(key, asked)), ...(await refusalsFor(key))]);
      const changed = [...(before[who] ?? [])].filter(([question, answer]) => after.get(question) !== answer);
      expect(changed.map(([question]) => `${who}: ${question}`)).toEqual([]);
    }
    const controlAfter = await answersFor(hrKey, asked);
    expect([...control].filter(([question, answer]) => controlAfter.get(question) !== answer).length).toBeGreaterThan(
      40,
    );
    expect(asked.length).toBeGreaterThan(500);
  }, 300_000);

  it("lets through the errors of the database without their names and values [AUTH-14]", async () => {
    await served.sql("UPDATE app.person SET qz_age = 1, name = 'Dan' WHERE id = 3");
    // The default of the hidden field makes the pair of the constraint.
    const refused = await served.request("POST", "/api/v1/person", { body: { name: "Dan" } });
    expect(refused.status).toBe(409);
    expect(refused.text).not.toMatch(TELLING);
    await served.sql("UPDATE app.person SET qz_pay = 'Eve' WHERE id = 3");
    const broken = await served.request("PATCH", "/api/v1/person/3", { body: { name: "Eve" } });
    expect(broken.status).toBe(422);
    expect(broken.json()).toMatchObject({ errors: [{ pointer: "", message: "That is not allowed." }] });
    expect(broken.text).not.toMatch(/qz_/);
    const known = await served.request("PATCH", "/api/v1/person/3", { key: hrKey, body: { name: "Eve" } });
    expect(known.json()).toMatchObject({ errors: [{ pointer: "/qz_pay" }] });
  });

  it("keeps what a caller may not set, and gives a new row its default [AUTH-14]", async () => {
    const made = await served.request("POST", "/api/v1/person", { body: { name: "Fay" } });
    expect(made.status).toBe(201);
    const { id } = made.json<{ id: number }>();
    const stored = () => served.sql("SELECT qz_age, floor FROM app.person WHERE id = $1", [id]);
    expect(await stored()).toEqual([{ qz_age: 1, floor: null }]);
    const refused = await served.request("PATCH", `/api/v1/person/${id}`, { body: { floor: 9 } });
    expect(refused.status).toBe(422);
    expect(refused.json()).toMatchObject({ errors: [{ pointer: "/floor", code: "read_only" }] });
    const unknown = await served.request("PATCH", `/api/v1/person/${id}`, { body: { qz_age: 9 } });
    expect(unknown.json()).toMatchObject({ errors: [{ pointer: "/qz_age", code: "unknown_field" }] });
    const allowed = await served.request("PATCH", `/api/v1/person/${id}`, {
      key: hrKey,
      body: { floor: 9, qz_age: 8 },
    });
    expect(allowed.status).toBe(200);
    expect(await stored()).toEqual([{ qz_age: 8, floor: 9 }]);
    // A change of everything keeps them.
    const whole = await served.request("PUT", `/api/v1/person/${id}`, { body: { name: "Fay", floor: 1 } });
    expect(whole.status).toBe(200);
    expect(await stored()).toEqual([{ qz_age: 8, floor: 9 }]);
  });

  it("is in no form, and a form that is sent with it changes nothing of it [AUTH-14]", async () => {
    const page = await served.request("GET", "/1/edit/");
    expect(page.text).toContain('name="name"');
    expect(page.text).not.toContain('name="floor"');
    const own = await served.request("GET", "/own/1/");
    expect(own.text).toContain("<p>Ann|||");
    const add = await served.request("GET", "/add/");
    expect(add.text).not.toMatch(/name="(?:floor|qz_note)"/);
    const form = formIn(add.text);
    const body = new URLSearchParams({ ...form.values, name: "Gil", floor: "7", qz_note: "mine" }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const sent = await served.request("POST", form.action, { headers, body });
    expect(sent.status).toBe(303);
    expect(await served.sql("SELECT floor, qz_note FROM app.person WHERE name = 'Gil'")).toEqual([
      { floor: null, qz_note: null },
    ]);
    const fixed = await served.request("GET", "/join/");
    expect(fixed.text).not.toMatch(/floor|qz_note|joined/);
    const join = formIn(fixed.text);
    const named = new URLSearchParams({ ...join.values, name: "Hal", floor: "7", qz_note: "mine" }).toString();
    expect((await served.request("POST", join.action, { headers, body: named })).status).toBe(303);
    const joined = () => served.sql("SELECT id, floor, qz_note FROM app.person WHERE name IN ('Hal', 'Hugo')");
    expect(await joined()).toMatchObject([{ floor: 4, qz_note: "joined" }]);
    const [{ id } = { id: 0 }] = (await joined()) as { id: number }[];
    const move = formIn((await served.request("GET", `/${id}/move/`)).text);
    const moved = new URLSearchParams({ ...move.values, name: "Hugo", floor: "8" }).toString();
    expect((await served.request("POST", move.action, { headers, body: moved })).status).toBe(303);
    expect(await joined()).toMatchObject([{ floor: 5, qz_note: "joined" }]);
    const allowed = await served.request("GET", "/add/", { key: hrKey });
    expect(allowed.text).toMatch(/name="floor"/);
    expect(allowed.text).toMatch(/name="qz_note"/);
  });
});

/** What a caller is told again of their own question is no news. */
function withoutAsked(question: string, answer: string): string {
  const words = decodeURIComponent(question).split(/__|[^A-Za-z0-9_]+/);
  const telling = [...new Set(words)]
    .filter((word) => TELLING.test(word))
    .sort((one, other) => other.length - one.length);
  return telling.reduce((content, word) => content.replaceAll(word, ""), answer);
}
