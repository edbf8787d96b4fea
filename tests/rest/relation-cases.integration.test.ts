import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkApp } from "#engine/checks/check-app";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { setRule } from "#engine/edits/commands/access";
import { addLinkDetails, addManyToMany, setLinkMutual } from "#engine/edits/commands/links";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, date, model, modelId, relation, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** The cases of Django's relations, by what a client of the API sees of them. */
const random = seededRandom(41);
const open = { rules: { read: "true", create: "true", update: "true", delete: "true" }, api: true } as const;
const drawn = app(
  model("person", text("name"), { ...open, pluralLabel: "People" }),
  model("group", text("name"), { ...open, pluralLabel: "Groups" }),
  model("album", text("title"), relation("artist", "person", { onDelete: "cascade", reverse: "albums" }), {
    ...open,
    pluralLabel: "Albums",
  }),
  // Protects an album, and goes with the person who made that.
  model(
    "song",
    text("title"),
    relation("album", "album", { onDelete: "protect" }),
    relation("artist", "person", { onDelete: "cascade" }),
    { ...open, pluralLabel: "Songs" },
  ),
  // Protects without going along.
  model("award", text("title"), relation("album", "album", { onDelete: "protect" }), {
    ...open,
    pluralLabel: "Awards",
  }),
  model(
    "passport",
    text("number"),
    relation("holder", "person", { unique: true, onDelete: "set_null", reverse: "passport" }),
    {
      ...open,
      pluralLabel: "Passports",
    },
  ),
);
function run(definition: AppDefinition, operations: Parameters<typeof applyEdits>[1]): AppDefinition {
  const result = applyEdits(definition, operations);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.definition;
}
let definition = drawn;
function link(to: string, names: readonly [string, string]) {
  const ends = { modelId: modelId("person"), targetModelId: modelId(to), names: [...names] as [string, string] };
  const command = addManyToMany(readDefinition(definition), ends, random);
  definition = run(definition, command.operations);
  for (const action of ["create", "update", "delete"] as const) {
    const rule = { modelId: command.modelId, action, expression: "true" };
    definition = run(definition, setRule(readDefinition(definition), rule, random).operations);
  }
  return command.modelId;
}
const membership = link("group", ["groups", "members"]);
definition = run(definition, addLinkDetails(readDefinition(definition), { modelId: membership }).operations);
definition = (() => {
  const since = Object.values(app(model("m", date("since"))).records).find(({ kind }) => kind === "field");
  const own = { ...since, modelId: membership } as AppDefinition["records"][keyof AppDefinition["records"]];
  return { ...definition, records: { ...definition.records, [own.id]: own } };
})();
link("person", ["follows", "followers"]);
const friends = link("person", ["friends", ""]);
const mutual = { modelId: friends, isMutual: true };
definition = run(definition, setLinkMutual(readDefinition(definition), mutual, random).operations);

let served: ServedApp;
const send = async (method: string, target: string, body?: unknown) => {
  const answer = await served.request(method, `/api/v1/${target}`, { body });
  return { status: answer.status, body: answer.text === "" ? undefined : answer.json<Record<string, unknown>>() };
};
const shown = async (target: string) => (await send("GET", target)).body;
type Step = readonly [method: string, target: string, body: unknown, status: number];
interface Case {
  readonly what: string;
  readonly steps: readonly Step[];
  readonly after: readonly (readonly [target: string, shows: unknown])[];
}

const cases: readonly Case[] = [
  {
    what: "a link with fields of its own is set with them, and stays when others change [REL-04]",
    steps: [
      ["PATCH", "people/1", { groups: [{ id: 1, since: "2020-01-01" }, 2] }, 200],
      ["PATCH", "people/1", { groups: { remove: [2] } }, 200],
      ["PATCH", "people/1", { groups: { add: [{ id: 1, since: "2021-01-01" }] } }, 409],
    ],
    after: [
      ["people/1?fields=groups", { groups: [1], _more: [] }],
      ["groups/1?fields=members", { members: [1], _more: [] }],
      ["groups/2?fields=members", { members: [], _more: [] }],
    ],
  },
  {
    what: "a model is linked with itself one way, with a name at each end [REL-06]",
    steps: [["PATCH", "people/1", { follows: [2] }, 200]],
    after: [
      ["people/1?fields=follows,followers", { follows: [2], followers: [], _more: [] }],
      ["people/2?fields=follows,followers", { follows: [], followers: [1], _more: [] }],
    ],
  },
  {
    what: "a model is linked with itself both ways, and no row with itself [REL-06]",
    steps: [
      ["PATCH", "people/1", { friends: [2] }, 200],
      ["PATCH", "people/3", { friends: [3] }, 422],
    ],
    after: [
      ["people/2?fields=friends", { friends: [1], _more: [] }],
      ["people/3?fields=friends", { friends: [], _more: [] }],
    ],
  },
  {
    what: "what protects goes along in the same cascade, and then protects nothing [REL-09]",
    steps: [
      ["POST", "albums", { title: "A", artist: 1 }, 201],
      ["POST", "songs", { title: "S", album: 1, artist: 1 }, 201],
      ["DELETE", "albums/1", undefined, 409],
      ["DELETE", "people/1", undefined, 204],
    ],
    after: [
      ["albums?fields=id", { results: [], next: null, previous: null }],
      ["songs?fields=id", { results: [], next: null, previous: null }],
    ],
  },
  {
    what: "a protected third stops the whole cascade [REL-09]",
    steps: [
      ["POST", "albums", { title: "A", artist: 1 }, 201],
      ["POST", "awards", { title: "W", album: 1 }, 201],
      ["DELETE", "people/1", undefined, 409],
    ],
    after: [["people/1?fields=albums", { albums: [1], _more: [] }]],
  },
  {
    what: "several rows of a unique relation are emptied, since no value is equal to none [REL-10]",
    steps: [
      ["POST", "passports", { number: "1", holder: 1 }, 201],
      ["POST", "passports", { number: "2", holder: 2 }, 201],
      ["POST", "passports", { number: "3", holder: 2 }, 409],
      ["DELETE", "people/1", undefined, 204],
      ["DELETE", "people/2", undefined, 204],
    ],
    after: [
      ["passports/1?fields=holder", { holder: null }],
      ["passports/2?fields=holder", { holder: null }],
    ],
  },
];

beforeAll(async () => {
  served = await serveApp(definition);
});
beforeEach(async () => {
  const tables = readDefinition(definition).models.map(({ name }) => `app."${name}"`);
  await served.sql(`TRUNCATE ${tables.join(", ")} RESTART IDENTITY CASCADE`);
  await served.sql("INSERT INTO app.person (name) VALUES ('Ada'), ('Ben'), ('Cleo')");
  await served.sql(`INSERT INTO app."group" (name) SELECT n::text FROM generate_series(1, 203) n`);
});
afterAll(() => served?.close());

describe("relations as Django has them", () => {
  it.each(cases)("$what", async ({ steps, after }) => {
    for (const [method, target, body, status] of steps) {
      expect([method, target, (await send(method, target, body)).status]).toEqual([method, target, status]);
    }
    for (const [target, shows] of after) expect([target, await shown(target)]).toEqual([target, shows]);
  });

  it("tells a name at the target that two relations claim [REL-07]", () => {
    const twice = app(
      model("person", text("name"), text("books")),
      model("album", relation("artist", "person", { reverse: "works" })),
      model(
        "book",
        relation("author", "person", { reverse: "works" }),
        relation("reader", "person", { reverse: "books" }),
      ),
    );
    const clashes = checkApp(twice).filter(({ code }) => code === "RELATION_E003");
    expect(clashes.map(({ message }) => /"(works|books)"/.exec(message)?.[1]).sort()).toEqual(["books", "works"]);
  });
});

describe("a list of many links", () => {
  const links = () =>
    served.sql<{ id: string; x: string }>(
      `SELECT id, xmin::text AS x FROM app."${readDefinition(definition).model(membership)?.name}" ORDER BY id`,
    );
  const groups = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

  it("of 200 of which 3 change touches 3 rows [REL-14]", async () => {
    for (const from of [0, 100]) {
      const add = groups(200).slice(from, from + 100);
      expect((await send("PATCH", "people/1", { groups: { add } })).status).toBe(200);
    }
    const before = await links();
    expect(before).toHaveLength(200);
    const wanted = [...groups(200).slice(2), 201];
    expect((await send("PATCH", "people/1", { groups: wanted })).status).toBe(200);
    const after = await links();
    const kept = new Map(before.map(({ id, x }) => [id, x]));
    expect(after.filter(({ id, x }) => kept.get(id) !== x)).toHaveLength(1);
    expect(before.filter(({ id }) => !after.some((one) => one.id === id))).toHaveLength(2);
  });

  it("has what two people add at the same time [REL-14]", async () => {
    const added = await Promise.all(groups(12).map((group) => send("PATCH", "people/1", { groups: { add: [group] } })));
    expect(added.map(({ status }) => status)).toEqual(groups(12).map(() => 200));
    const { groups: there } = (await shown("people/1?fields=groups")) as { groups: number[] };
    expect(there.toSorted((a, b) => a - b)).toEqual(groups(12));
  });
});
