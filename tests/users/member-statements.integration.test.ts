import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bookshopWithUsers, readersGroupId } from "../bench/bookshop.ts";
import { SCENARIOS, type Scenario } from "../bench/scenarios.ts";
import { type RequestOptions, type ServedApp, serveApp } from "../support/served-app.ts";
import { addPerson, signIn } from "../support/users.ts";

/** The benchmark's app with its three callers, and four books: an own one without a price, and three of others. */
let served: ServedApp;
let callers: Readonly<Record<"key" | "administrator" | "member", RequestOptions>>;
beforeAll(async () => {
  served = await serveApp(bookshopWithUsers());
  const member = await addPerson(served, { email: "member@example.test" });
  await served.sql("INSERT INTO app._memberships (user_id, group_id) VALUES ($1, $2)", [member, readersGroupId]);
  await addPerson(served, { email: "administrator@example.test", administrator: true });
  await served.sql("INSERT INTO app.author (name, email, bio) VALUES ('Ann', 'ann@example.test', 'Writes')");
  await served.sql(
    `INSERT INTO app.book (title, isbn, price, published, in_stock, author, owner) VALUES
       ('Own, below nothing', '1', -1, '2001-02-03', true, 1, $1), ('Of another, below nothing', '2', -1, '2001-02-03', true, 1, NULL),
       ('Of another', '3', 70, '2001-02-03', true, 1, NULL), ('Own', '4', 80, '2001-02-03', true, 1, $1)`,
    [member],
  );
  const signedIn = async (email: string) => ({
    headers: { cookie: await signIn(served, email), "sec-fetch-site": "same-origin" },
  });
  callers = {
    key: { key: await served.key("Bench", readersGroupId) },
    administrator: await signedIn("administrator@example.test"),
    member: await signedIn("member@example.test"),
  };
});
afterAll(() => served?.close());

const VALUES: Readonly<Record<string, string>> = { id: "4", x: "10", page: "1", off: "0", aid: "1", n: "1" };
const filled = (template: string) => template.replaceAll(/\{(\w+)\}/g, (_, name: string) => VALUES[name] ?? "");
const ask = ({ method, ours }: Scenario, caller: keyof typeof callers) => {
  const body = ours.body === undefined ? {} : { body: filled(ours.body) };
  return served.request(method, filled(ours.url), { ...callers[caller], ...body });
};

describe("the benchmark's requests", () => {
  it.each(SCENARIOS)("are one statement for each caller once the caller is known: $name", async (scenario) => {
    for (const caller of ["key", "administrator", "member"] as const) {
      const first = await ask(scenario, caller);
      // What follows an answer: when the session was seen.
      await new Promise((done) => setTimeout(done, 50));
      const before = served.data.statements;
      const { status, text } = await ask(scenario, caller);
      expect([caller, served.data.statements - before, status]).toEqual([caller, 1, first.status]);
      expect(text).toContain(scenario.method === "POST" ? "Bench book 1" : "Own");
    }
  });

  it("show each caller the books of their rules", async () => {
    const seen = async (caller: keyof typeof callers) => {
      const answer = await served.request("GET", "/api/v1/books?id__lte=4", callers[caller]);
      return answer.json<{ results: { title: string }[] }>().results.map(({ title }) => title);
    };
    expect(await seen("key")).toEqual(["Of another", "Own"]);
    expect(await seen("member")).toEqual(["Own, below nothing", "Of another", "Own"]);
    expect(await seen("administrator")).toHaveLength(4);
  });
});
