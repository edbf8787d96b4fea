import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { app, integer, model, modelId, testId, text } from "../builders.ts";
import { makeApp, publish, redraw, type TestApp } from "../support/apps.ts";
import { createPreparedDatabase, type TestDatabase } from "../support/database.ts";
import { type Answer, type Quintet, startQuintet } from "../support/quintet.ts";

/**
 * mechanics: no answer from the wrong release, no write into the wrong column, no failed request, while publishing
 * under load. Each test keeps readers and writers busy, publishes in their midst, and judges every single body.
 */
let database: TestDatabase;
let quintet: Quintet;

beforeAll(async () => {
  database = await createPreparedDatabase();
  quintet = await startQuintet({ databaseUrl: database.url });
  await quintet.signUp();
});
afterAll(async () => {
  await quintet?.stop();
  await database?.drop();
});

const open = { rules: { read: "true", create: "true", update: "true", delete: "true" }, api: true };

/** Adds a page of one item at /items/<id>/. */
const withPage = (definition: AppDefinition, source: string): AppDefinition => {
  const route = testId("route", "item_detail");
  const template = testId("template", "item.html");
  return {
    ...definition,
    records: {
      ...definition.records,
      [template]: { kind: "template", id: template, name: "item.html", source, order: "i" },
      [route]: {
        kind: "route",
        id: route,
        name: "item_detail",
        label: "Item",
        path: "/items/<int:id>/",
        view: { name: "detail", modelId: modelId("item"), templateId: template },
        access: "true",
        order: "i",
      },
    },
  };
};

/**
 * Repeats a request until told to stop; every answer is judged by `check`, which returns what is wrong with it. It is
 * told what `isLate` said when the request was sent.
 */
function keepBusy({
  request,
  check,
  isLate = () => false,
}: {
  readonly request: () => Promise<Answer>;
  readonly check: (answer: Answer, wasLate: boolean) => string | undefined;
  readonly isLate?: () => boolean;
}) {
  const faults: string[] = [];
  let count = 0;
  let stopped = false;
  const worker = async () => {
    while (!stopped) {
      const wasLate = isLate();
      try {
        const answer = await request();
        const fault = check(answer, wasLate);
        if (fault) faults.push(`${answer.status}: ${fault}: ${answer.text.slice(0, 300)}`);
      } catch (error) {
        faults.push(String(error));
      }
      count++;
    }
  };
  const workers = [worker(), worker(), worker()];
  return {
    async stop() {
      stopped = true;
      await Promise.all(workers);
      return { faults: faults.slice(0, 3), count };
    },
  };
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

async function addRow(target: TestApp, path: string, body: object): Promise<Answer> {
  return quintet.hosted(target.slug, `/api/v1/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

describe("publishing under load", () => {
  it("never shows a value under the wrong label when two fields swap names [MIG-06] [MIG-23]", async () => {
    // The page names each field by its label; only the names, which the template follows, are swapped.
    const fields = (first: string, second: string) =>
      withPage(
        app(model("item", text(first, { as: "one" }), text(second, { as: "two" }), open)),
        `<!doctype html><title>Item</title><p>First {{ record.${first} }} Second {{ record.${second} }}</p>`,
      );
    const target = await makeApp(quintet, "Swap", fields("a", "b"));
    await publish(quintet, target);
    for (let row = 1; row <= 20; row++)
      expect((await addRow(target, "item", { a: `ONE${row}.`, b: `TWO${row}.` })).status).toBe(201);

    let row = 0;
    const load = keepBusy({
      request: () => {
        row = (row % 20) + 1;
        return quintet.hosted(target.slug, `/items/${row}/`);
      },
      check: (answer) => {
        if (answer.status !== 200) return "is not 200";
        return /<p>First ONE(\d+)\. Second TWO\1\.<\/p>/.test(answer.text)
          ? undefined
          : "shows values under the wrong labels";
      },
    });
    for (let turn = 0; turn < 6; turn++) {
      await redraw(quintet, target, turn % 2 === 0 ? fields("b", "a") : fields("a", "b"));
      await publish(quintet, target);
      await pause(100);
    }
    const { faults, count } = await load.stop();
    expect(faults).toEqual([]);
    expect(count).toBeGreaterThan(100);
  });

  it("never writes into the wrong column when a field is renamed and a new one takes its name", async () => {
    const before = app(model("note", text("title", { as: "old" }), integer("marker", { indexed: true }), open));
    const after = app(
      model(
        "note",
        text("name", { as: "old" }),
        integer("marker", { indexed: true }),
        text("title", { as: "new" }),
        open,
      ),
    );
    const target = await makeApp(quintet, "Rename", before);
    await publish(quintet, target);

    let marker = 0;
    /** By marker: whether the release that answered had the new field. */
    const answered = new Map<number, "before" | "after">();
    const load = keepBusy({
      request: () => {
        marker++;
        return addRow(target, "note", { title: `T${marker}`, marker });
      },
      check: (answer) => {
        if (answer.status !== 201) return "is not 201";
        const body = answer.json<{ title: string; marker: number; name?: string | null }>();
        if (body.title !== `T${body.marker}`) return "answers another title than was sent";
        answered.set(body.marker, "name" in body ? "after" : "before");
        return undefined;
      },
    });
    await pause(300);
    await redraw(quintet, target, after);
    await publish(quintet, target);
    await pause(300);
    const { faults } = await load.stop();
    expect(faults).toEqual([]);
    expect(new Set(answered.values())).toEqual(new Set(["before", "after"]));

    const misplaced: number[] = [];
    let path: string | null = "/api/v1/note?limit=100&fields=name,title,marker";
    let seen = 0;
    while (path) {
      const answer = await quintet.hosted(target.slug, path);
      const page = answer.json<{
        results: { name: string | null; title: string | null; marker: number }[];
        next: string | null;
      }>();
      for (const row of page.results) {
        seen++;
        const expected =
          answered.get(row.marker) === "before"
            ? { name: `T${row.marker}`, title: null }
            : { name: null, title: `T${row.marker}` };
        if (row.name !== expected.name || row.title !== expected.title) misplaced.push(row.marker);
      }
      path = page.next === null ? null : page.next.slice(page.next.indexOf("/api/"));
    }
    expect(misplaced).toEqual([]);
    expect(seen).toBe(answered.size);
  });

  it("never shows a hidden row once a tightened rule is live", async () => {
    const withRule = (read: string) =>
      app(model("secret", text("name"), integer("level"), { rules: { read, create: "true" }, api: true }));
    const target = await makeApp(quintet, "Tighten", withRule("true"));
    await publish(quintet, target);
    for (let level = 1; level <= 10; level++) await addRow(target, "secret", { name: `row ${level}`, level });

    for (let round = 0; round < 3; round++) {
      let isTightened = false;
      const load = keepBusy({
        request: () => quintet.hosted(target.slug, "/api/v1/secret"),
        isLate: () => isTightened,
        check: (answer, wasTightened) => {
          if (answer.status !== 200) return "is not 200";
          const levels = answer.json<{ results: { level: number }[] }>().results.map((row) => row.level);
          if (levels.length !== 10 && levels.length !== 3) return `shows ${levels.length} rows`;
          if (wasTightened && levels.length !== 3) return "shows hidden rows after the rule was live";
          return undefined;
        },
      });
      await redraw(quintet, target, withRule("level > 7"));
      await publish(quintet, target);
      isTightened = true;
      await pause(200);
      expect((await load.stop()).faults).toEqual([]);
      await redraw(quintet, target, withRule("true"));
      await publish(quintet, target);
    }
  });

  it("answers nobody about a field that has no column any more", async () => {
    const both = app(model("page", text("kept"), text("gone"), open));
    const target = await makeApp(quintet, "Drop", both);
    await publish(quintet, target);
    await addRow(target, "page", { kept: "k", gone: "g" });
    await redraw(quintet, target, app(model("page", text("kept"), open)));
    await publish(quintet, target);
    const answer = await quintet.hosted(target.slug, "/api/v1/page");
    expect(answer.json<{ results: object[] }>().results).toEqual([{ id: 1, kept: "k" }]);
    expect((await quintet.hosted(target.slug, "/api/v1/page?gone=g")).status).toBe(400);
    // Restored, the values are there again.
    await redraw(quintet, target, both);
    await publish(quintet, target);
    expect((await quintet.hosted(target.slug, "/api/v1/page?gone=g")).json<{ results: object[] }>().results).toEqual([
      { id: 1, kept: "k", gone: "g" },
    ]);
  });
});
