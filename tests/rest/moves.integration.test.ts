import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { setRule } from "#engine/edits/commands/access";
import { addManyToMany, setLinkOrder } from "#engine/edits/commands/links";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, boolean, field, fieldId, integer, model, modelId, relation, text } from "../builders.ts";
import { type Answered, type ServedApp, serveApp } from "../support/served-app.ts";

/** Tasks of lists, ordered by hand within their list; songs ordered among all; books with tags in an order of their own. */
const random = seededRandom(23);
const drawn = app(
  model("list", text("title"), { pluralLabel: "Lists", rules: { read: "true" }, api: true }),
  model(
    "task",
    text("title"),
    relation("list", "list", { required: true, reverse: "tasks", onDelete: "cascade" }),
    boolean("secret"),
    boolean("locked"),
    field("place", { name: "position", scopeFieldId: fieldId("task", "list") }),
    {
      pluralLabel: "Tasks",
      rules: { read: "secret == false", create: "true", update: "locked == false", delete: "true" },
      api: true,
    },
  ),
  model("song", text("title"), integer("year"), field("place", { name: "position" }), {
    pluralLabel: "Songs",
    key: "uuid",
    rules: { read: "true", create: "true", update: "true" },
    api: true,
  }),
  model("book", text("title"), {
    pluralLabel: "Books",
    rules: { read: "true", create: "true", update: "true" },
    api: true,
  }),
  model("tag", text("name"), boolean("secret"), { pluralLabel: "Tags", rules: { read: "secret == false" }, api: true }),
);
function library() {
  let definition = drawn;
  const edit = (operations: Parameters<typeof applyEdits>[1]) => {
    const result = applyEdits(definition, operations);
    if (!result.ok) throw new Error(result.refusal.message);
    definition = result.definition;
  };
  const link = addManyToMany(
    readDefinition(definition),
    { modelId: modelId("book"), targetModelId: modelId("tag") },
    random,
  );
  edit(link.operations);
  edit(
    setLinkOrder(readDefinition(definition), { modelId: link.modelId, side: 0, isOrdered: true }, random).operations,
  );
  for (const action of ["create", "delete"] as const) {
    edit(setRule(readDefinition(definition), { modelId: link.modelId, action, expression: "true" }, random).operations);
  }
  return definition;
}

let served: ServedApp;
const send = (method: string, target: string, body?: unknown) =>
  served.request(method, `/api/v1/${target}`, { body, headers: { "content-type": "application/json" } });
const errorsOf = (answer: Answered) =>
  answer.json<{ errors: { pointer: string; code: string }[] }>().errors.map(({ pointer, code }) => [pointer, code]);
const rowsOf = async <Row>(target: string) => (await send("GET", target)).json<{ results: Row[] }>().results;
interface Task {
  readonly id: number;
  readonly place: number;
}
const tasks = async (list = 1) =>
  (await rowsOf<Task>(`tasks?list=${list}&ordering=place`)).map(({ id, place }) => [place, id]);
const ids = async (list = 1) => (await tasks(list)).map(([, id]) => id);
const move = (id: number, place: unknown) => send("PATCH", `tasks/${id}`, { place });

beforeAll(async () => {
  served = await serveApp(library());
});
beforeEach(async () => {
  await served.sql("TRUNCATE app.list, app.task, app.song, app.book, app.tag, app.book_tags RESTART IDENTITY CASCADE");
  await served.sql("INSERT INTO app.list (title) VALUES ('first'), ('second')");
  await served.sql(
    "INSERT INTO app.task (title, list, secret, locked) SELECT 'task ' || n, 1, false, false FROM generate_series(1, 5) n",
  );
});
afterAll(() => served?.close());

describe("rows in an order by hand", () => {
  it("stand in the order in which they are made, and are moved by PATCH [REL-17]", async () => {
    expect(await tasks()).toEqual([1, 2, 3, 4, 5].map((n) => [n, n]));
    const answer = await move(5, { after: 1 });
    expect([answer.status, answer.json<Task>().place]).toEqual([200, 2]);
    expect(await ids()).toEqual([1, 5, 2, 3, 4]);
    await move(1, { before: null });
    await move(3, { after: null });
    await move(2, { before: 5 });
    expect(await tasks()).toEqual([3, 2, 5, 4, 1].map((id, index) => [index + 1, id]));
    const made = await send("POST", "tasks", { title: "new", list: 1, secret: false, locked: false });
    expect(made.json<Task>()).toMatchObject({ id: 6, place: 6 });
    const between = await send("POST", "tasks", {
      title: "x",
      list: 1,
      secret: false,
      locked: false,
      place: { after: 3 },
    });
    expect(between.json<Task>().place).toBe(2);
    expect(await ids()).toEqual([3, 7, 2, 5, 4, 1, 6]);
    const listed = (await send("GET", "lists/1?fields=tasks")).json<{ tasks: number[] }>();
    expect(listed.tasks).toEqual([3, 7, 2, 5, 4, 1, 6]);
  });

  it("write one row when one moves, however many there are", async () => {
    await served.sql(
      "INSERT INTO app.task (title, list, secret, locked) SELECT 'more', 1, false, false FROM generate_series(6, 2000)",
    );
    const before = await served.sql<{ x: string; id: string }>("SELECT id, xmin::text AS x FROM app.task ORDER BY id");
    expect((await move(1990, { before: 3 })).status).toBe(200);
    const after = await served.sql<{ x: string; id: string }>("SELECT id, xmin::text AS x FROM app.task ORDER BY id");
    expect(after.filter(({ x }, index) => x !== before[index]?.x).map(({ id }) => Number(id))).toEqual([1990]);
    expect((await rowsOf<Task>("tasks?ordering=place&limit=4")).map(({ id }) => id)).toEqual([1, 2, 1990, 3]);
  });

  it("are read page by page in their order, forward and backward", async () => {
    for (const id of [4, 2, 5]) await move(id, { after: null });
    const seen: number[] = [];
    let next: string | null = "/api/v1/tasks?ordering=-place&limit=2";
    while (next) {
      const answer: Answered = await served.request("GET", next);
      const page = answer.json<{ results: Task[]; next: string | null }>();
      seen.push(...page.results.map(({ id }) => id));
      next = page.next && page.next.slice(page.next.indexOf("/api/"));
    }
    expect(seen).toEqual([3, 1, 4, 2, 5]);
  });

  it("find room again when the same place is asked for very often", async () => {
    for (let turn = 0; turn < 260; turn++)
      expect((await move([4, 5][turn % 2] as number, { after: 1 })).status).toBe(200);
    expect(await ids()).toEqual([1, 5, 4, 2, 3]);
    const [longest] = await served.sql<{ n: number }>("SELECT max(length(place)) AS n FROM app.task");
    expect(longest?.n).toBeLessThanOrEqual(100);
    await served.sql("UPDATE app.task SET place = 'm'");
    expect(await ids()).toEqual([1, 2, 3, 4, 5]);
    await move(5, { after: 2 });
    expect(await ids()).toEqual([1, 2, 5, 3, 4]);
    expect(
      (await send("POST", "tasks", { title: "n", list: 1, secret: false, locked: false })).json<Task>().place,
    ).toBe(6);
  });

  it("are counted without the rows that the caller may not read, and moved over them", async () => {
    await served.sql("UPDATE app.task SET secret = true WHERE id IN (1, 3)");
    expect(await tasks()).toEqual([
      [1, 2],
      [2, 4],
      [3, 5],
    ]);
    expect(errorsOf(await move(5, { after: 3 }))).toEqual([["/place/after", "not_in_list"]]);
    expect(errorsOf(await move(5, { after: 99 }))).toEqual([["/place/after", "not_in_list"]]);
    expect((await move(5, { before: 4 })).status).toBe(200);
    expect(await ids()).toEqual([2, 5, 4]);
  });

  it("refuse what is no place with a pointer, and rows that may not be changed", async () => {
    await served.sql("INSERT INTO app.task (title, list, secret, locked) VALUES ('other', 2, false, true)");
    expect(errorsOf(await move(1, { after: 6 }))).toEqual([["/place/after", "not_in_list"]]);
    expect(errorsOf(await move(1, { after: 1 }))).toEqual([["/place/after", "not_in_list"]]);
    expect(errorsOf(await move(1, {}))).toEqual([["/place", "wrong_type"]]);
    expect(errorsOf(await move(1, { after: 1, before: 2 }))).toEqual([["/place", "wrong_type"]]);
    expect(errorsOf(await move(1, { after: "x" }))).toEqual([["/place/after", "wrong_type"]]);
    expect(errorsOf(await move(1, 3))).toEqual([["/place", "read_only"]]);
    expect((await move(6, { after: null })).status).toBe(401);
    expect((await move(99, { after: null })).status).toBe(404);
    expect((await send("GET", "tasks?place=1")).status).toBe(400);
    expect((await send("GET", "tasks?where=place%20%3E%201")).status).toBe(400);
    expect(await ids()).toEqual([1, 2, 3, 4, 5]);
  });

  it("are not filtered by it, with a sentence that says so", async () => {
    const answer = await send("GET", "tasks?place=1");
    expect([answer.status, answer.json().detail]).toEqual([
      400,
      'Rows are not filtered by "place", which is a position.',
    ]);
    expect((await send("GET", "tasks?place__gt=1")).status).toBe(400);
  });

  it("may be all rows of a model whose keys are UUIDs", async () => {
    for (const title of ["a", "b", "c", "d"]) await send("POST", "songs", { title });
    const songs = () => rowsOf<{ id: string; title: string; place: number }>("songs?ordering=place");
    const titles = async () => (await songs()).map(({ title }) => title).join("");
    const [a, b, , d] = (await songs()).map(({ id }) => id);
    expect(await titles()).toBe("abcd");
    await send("PATCH", `songs/${d}`, { place: { after: a } });
    await send("PATCH", `songs/${a}`, { place: { before: null }, title: "A" });
    expect(await titles()).toBe("dbcA");
    await send("POST", "songs", { title: "e" });
    await send("POST", "songs", { title: "f", place: { before: b } });
    expect(await titles()).toBe("dfbcAe");
  });
});

describe("links that keep their order", () => {
  const tagsOf = async (id = 1) => (await send("GET", `books/${id}?fields=tags`)).json<{ tags: number[] }>().tags;
  const patch = (tags: unknown) => send("PATCH", "books/1", { tags });
  beforeEach(async () => {
    await served.sql("INSERT INTO app.tag (name, secret) SELECT 'tag ' || n, false FROM generate_series(1, 6) n");
    expect((await send("POST", "books", { title: "Dune", tags: [3, 1, 2] })).status).toBe(201);
  });

  it("are in the order in which they were sent, and move one at a time [REL-03] [REL-14]", async () => {
    expect(await tagsOf()).toEqual([3, 1, 2]);
    expect((await patch({ move: { id: 2, after: 3 } })).status).toBe(200);
    expect(await tagsOf()).toEqual([3, 2, 1]);
    await patch({ move: { id: 1, after: null } });
    await patch({ add: [5], move: { id: 5, before: 2 } });
    expect(await tagsOf()).toEqual([1, 3, 5, 2]);
    await patch({ add: [6] });
    expect(await tagsOf()).toEqual([1, 3, 5, 2, 6]);
    const { tags } = (await send("GET", "books/1?expand=tags")).json<{ tags: { id: number }[] }>();
    expect(tags.map(({ id }) => id)).toEqual([1, 3, 5, 2, 6]);
    await patch([6, 5, 3, 1, 4]);
    expect(await tagsOf()).toEqual([6, 5, 3, 1, 4]);
  });

  it("touch only the links that move", async () => {
    await patch([1, 2, 3, 4, 5, 6]);
    const links = () =>
      served.sql<{ tag: string; v: string }>("SELECT tag, xmin::text AS v FROM app.book_tags ORDER BY tag");
    const before = await links();
    await patch([1, 6, 2, 3, 4, 5]);
    const after = await links();
    expect(after.filter(({ v }, index) => v !== before[index]?.v).map(({ tag }) => Number(tag))).toEqual([6]);
  });

  it("are brought into an order by a change, which leaves those that it does not name [REL-14]", async () => {
    await patch({ order: [2, 3] });
    expect(await tagsOf()).toEqual([1, 2, 3]);
    await patch({ add: [5], remove: [1], order: [5, 3, 6] });
    expect(await tagsOf()).toEqual([2, 5, 3]);
    expect(errorsOf(await patch({ order: 3 }))).toEqual([["/tags/order", "wrong_type"]]);
    expect(await tagsOf()).toEqual([2, 5, 3]);
  });

  it("are refused where the list has no order, or the row is not in it", async () => {
    expect(errorsOf(await patch({ move: { id: 4, after: 3 } }))).toEqual([["/tags/move/id", "not_in_list"]]);
    expect(errorsOf(await patch({ move: { id: 3, after: 4 } }))).toEqual([["/tags/move/after", "not_in_list"]]);
    expect(errorsOf(await patch({ move: { id: 3 } }))).toEqual([["/tags/move", "wrong_type"]]);
    expect(errorsOf(await patch({ move: 3 })).length).toBeGreaterThan(0);
    await served.sql("UPDATE app.tag SET secret = true WHERE id = 1");
    expect(errorsOf(await patch({ move: { id: 3, after: 1 } }))).toEqual([["/tags/move/after", "not_in_list"]]);
    expect(errorsOf(await patch({ move: { id: 1, after: 3 } }))).toEqual([["/tags/move/id", "not_in_list"]]);
    expect(await tagsOf()).toEqual([3, 2]);
  });
});
