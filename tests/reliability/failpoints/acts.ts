import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect } from "vitest";
import { deleteApp, deleteAppPermanently, restoreApp } from "#contract/http/apps";
import { editDraft, getDraft } from "#contract/http/drafts";
import { acceptImport, getImport, type ImportProposal, startImport } from "#contract/http/imports";
import { listMails, sendTestMail } from "#contract/http/mail";
import { listReleases, publishDraft, reviewPlan } from "#contract/http/releases";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { Failpoint } from "#engine/runtime/failpoints";
import { mailPorts } from "#engine/runtime/mail/mail-ports";
import { postAccountMail } from "#engine/runtime/mail/post-account-mail";
import { uniqueIndexName } from "#engine/schema/physical-names";
import { bindParameters, printSql } from "#engine/sql/sql";
import { app, decimal, fieldId, integer, model, relation, testId, text } from "../../builders.ts";
import { makeApp, publish, redraw, type TestApp } from "../../support/apps.ts";
import { startMailServer } from "../../support/mail-server.ts";
import { pause, type Row, SECRET_KEY, until, type World } from "./world.ts";

/** What brings a process to a failpoint, and what must be so when another has taken its place. */
export interface Act {
  /** How often it must come there; the first time, unless said. */
  readonly nth?: number;
  /** Of the command line of the process that will die. */
  readonly args?: readonly string[];
  /** On a database that has never had a Quintet, and by starting alone. */
  readonly onEmpty?: true;
  /** With a process that will live, before the one that dies is started. */
  prepare?(world: World): Promise<void>;
  /**
   * Requests may end without an answer here. Without it the process comes to its point by itself, maybe before it is
   * ready or anybody could sign in.
   */
  run?(world: World): Promise<void>;
  /** When it is dead, and before another one is started. */
  meanwhile?(world: World): Promise<void>;
  /** What people do who got no answer, and what they then find. By now nothing is under way any more. */
  afterwards(world: World): Promise<void>;
}

const open = { rules: { read: "true", create: "true", update: "true", delete: "true" }, api: true } as const;
const author = model("author", text("name", { required: true }), open);

export const shop = (): AppDefinition =>
  app(model("book", text("title", { required: true }), text("isbn"), decimal("price"), text("note"), open), author);

/** A rename, a new field, one that goes, a unique rule, an index and a relation: each phase has something to do. */
const redrawn = (): AppDefinition =>
  app(
    model(
      "book",
      text("name", { as: "title", required: true }),
      text("isbn", { unique: true }),
      decimal("price", { indexed: true }),
      integer("pages", { default: 0 }),
      relation("author", "author"),
      open,
    ),
    author,
  );

/** A price is required, which fills rows; and isbn is unique, which builds an index. */
const priced = (): AppDefinition =>
  app(
    model(
      "book",
      text("title", { required: true }),
      text("isbn", { unique: true }),
      decimal("price", { required: true }),
      text("note"),
      open,
    ),
    author,
  );
const PRICE = { [fieldId("book", "price")]: { fill: "value", value: "9.99" } } as const;

const afterRedrawn = (row: Row): Row => {
  const { title, note: _gone, ...rest } = row;
  return { ...rest, name: title, pages: 0, author: null };
};

const nothing = () => undefined;

/** Publishes as the studio does, and does not care whether anybody answers. */
async function publishUnheard(world: World, target: TestApp = world.app): Promise<void> {
  await publish(world.quintet, target).catch(nothing);
}

/** A publish that the process dies over; who got no answer looks, and publishes again if it was never queued. */
const publishing = (more: Partial<Act> = {}): Act => ({
  async run(world) {
    await redraw(world.quintet, world.app, redrawn());
    await publishUnheard(world);
  },
  async afterwards(world) {
    const { results } = await world.quintet.call(listReleases, { params: { appId: world.app.appId } });
    expect(results.length).toBeLessThanOrEqual(2);
    if (results.length === 1) await publish(world.quintet, world.app);
    world.books = world.books.map(afterRedrawn);
    const [newest] = (await world.quintet.call(listReleases, { params: { appId: world.app.appId } })).results;
    expect(newest).toMatchObject({ state: "live", versionNumber: 2 });
  },
  ...more,
});

const drawing = (batchId: string) => ({
  async run(world: World) {
    const { draftId } = world.app;
    const draft = await world.quintet.call(getDraft, { params: { draftId } });
    world.remembered = { seen: draft.revision };
    await sendEdit(world, batchId).catch(nothing);
  },
  async afterwards(world: World) {
    const first = await sendEdit(world, batchId);
    expect(await sendEdit(world, batchId)).toEqual(first);
    const draft = await world.quintet.call(getDraft, { params: { draftId: world.app.draftId } });
    expect(draft.revision).toBe(world.remembered.seen + 1);
    const added = Object.values(draft.definition.records).filter((record) => record.kind === "group");
    expect(added).toHaveLength(1);
  },
});

const sendEdit = (world: World, batchId: string) =>
  world.quintet.call(editDraft, {
    params: { draftId: world.app.draftId },
    body: {
      batchId,
      seenRevision: world.remembered.seen,
      label: "Add a group",
      operations: [
        {
          op: "create",
          record: { kind: "group", id: testId("group", "editors"), name: "editors", label: "Editors", order: "a" },
        },
      ] as never,
    },
  });

/** A mail must come, once or, where the server took it and nobody wrote it down, twice under one Message-ID. */
const mailing = (most: number): Act => ({
  async prepare(world) {
    const server = await startMailServer();
    world.env = { SMTP_URL: server.url };
    world.remembered = server;
  },
  async run(world) {
    await world.quintet.call(sendTestMail).catch(nothing);
  },
  async afterwards(world) {
    const server = world.remembered;
    const { results } = await world.quintet.call(listMails);
    expect(results).toMatchObject([{ state: "sent" }]);
    const ids = server.taken.map((taken: { messageId: string }) => taken.messageId.replace(/^<|>$/g, ""));
    expect(ids.length).toBeGreaterThanOrEqual(1);
    expect(ids.length).toBeLessThanOrEqual(most);
    expect(new Set(ids).size).toBe(1);
    await server.stop();
  },
});

/** A mail that an app has posted must come once: its line is tried again, and finds the mail written. */
const posting = (): Act => ({
  ...mailing(1),
  async run(world) {
    const client = new pg.Client({ connectionString: world.url });
    await client.connect();
    const role = await world.value("SELECT role_name FROM platform.environments WHERE app_id = $1", [world.app.appId]);
    const releaseId = Number(
      await world.value("SELECT release_id FROM quintet.live WHERE app_id = $1", [world.app.appId]),
    );
    const live = { snapshot: { identity: { releaseId } } } as Parameters<typeof postAccountMail>[0]["live"];
    const mail = mailPorts({ secretKey: SECRET_KEY, canSend: true, newId: randomUUID });
    await client.query("BEGIN");
    await client.query(`SET LOCAL ROLE ${String(role)}_auth`);
    await postAccountMail(
      { live, mail },
      (statement) => {
        const { text, parameters } = printSql(statement);
        return client.query(text, bindParameters(parameters, {}) as unknown[]);
      },
      { name: "reset", to: "ada@example.com", link: "/accounts/reset/x/" },
    );
    await client.query("COMMIT");
    await client.end();
  },
});

const ROWS_OF_FILE = 20_000;

/** A file that becomes a model: all of its rows must be in the API after its publish, each once. */
const importing = (): Act => ({
  async run(world) {
    const lines = Array.from({ length: ROWS_OF_FILE }, (_, at) => `${at + 1},person ${at + 1}`);
    const file = new TextEncoder().encode(`number,name\n${lines.join("\n")}\n`);
    const { id } = await world.quintet.call(startImport, { query: { fileName: "people.csv" }, body: file });
    world.remembered = { importId: id };
    let proposal: ImportProposal | undefined;
    await until(async () => {
      const imported = await world.quintet.call(getImport, { params: { importId: id } }).catch(nothing);
      proposal = imported?.proposal as ImportProposal | undefined;
      return proposal ? undefined : "there is no proposal";
    }, 60_000);
    const into = { app: "existing" as const, draftId: world.app.draftId };
    await world.quintet
      .call(acceptImport, { params: { importId: id }, body: { proposal: proposal as ImportProposal, into } })
      .catch(nothing);
  },
  async afterwards(world) {
    const { importId } = world.remembered;
    const done = await world.quintet.call(getImport, { params: { importId } });
    expect(done).toMatchObject({ state: "done", rows: ROWS_OF_FILE });
    await publish(world.quintet, world.app);
    const schema = await world.value("SELECT schema_name FROM platform.environments WHERE app_id = $1", [
      world.app.appId,
    ]);
    const table = await world.value(
      "SELECT name FROM (SELECT relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND relkind = 'r') t WHERE name NOT IN ('book', 'author') AND name !~ '^_'",
      [schema],
    );
    expect(await world.value(`SELECT count(*)::int || ' ' || count(DISTINCT name) FROM "${schema}"."${table}"`)).toBe(
      `${ROWS_OF_FILE} ${ROWS_OF_FILE}`,
    );
  },
});

async function placeOf(world: World, { appId }: TestApp): Promise<object> {
  const { rows } = await world.sql.query(
    'SELECT app_id AS "appId", schema_name AS schema, role_name AS role FROM platform.environments WHERE app_id = $1',
    [appId],
  );
  return rows[0];
}

/** Of the app that is remembered. */
async function nothingLeft(world: World): Promise<void> {
  const { appId, schema, role } = world.remembered;
  await until(async () => {
    const left = await world.value(
      `SELECT (SELECT count(*) FROM pg_namespace WHERE nspname = $1) || '/' || (SELECT count(*) FROM pg_roles WHERE rolname = $2)
              || '/' || (SELECT count(*) FROM platform.drafts WHERE app_id = $3)`,
      [schema, role, appId],
    );
    return left === "0/0/0" ? undefined : `schema, role and draft are left: ${left}`;
  }, 20_000);
}

/** No request runs a transaction yet: tests/rows/transactions.integration.test.ts comes to their points. */
type OfTransactions = Extract<Failpoint, `transaction.${string}`>;

/** By point; a point without an act does not compile. */
export const acts: { readonly [Point in Exclude<Failpoint, OfTransactions>]: Act } = {
  "publish.frozen": publishing(),
  "publish.queued": publishing(),
  "publish.begun": publishing(),
  "publish.built": publishing(),
  "publish.switching": publishing({ nth: 3 }),
  "publish.before-commit": publishing(),
  "publish.after-commit": publishing(),
  "publish.settled": publishing(),
  "outbox.before-hand-over": publishing(),
  "outbox.after-hand-over": publishing(),

  "publish.provisioning": {
    async run(world) {
      const second = await makeApp(world.quintet, "Second", shop());
      world.remembered = { second };
      await publishUnheard(world, second);
    },
    async afterwards(world) {
      const answer = await world.quintet.hosted(world.remembered.second.slug, "/api/v1/book");
      expect(answer.json()).toMatchObject({ results: [] });
    },
  },

  // The index waits for somebody who reads for long, so it is half built when its process dies; what is left is invalid.
  "publish.building": publishing({
    async prepare(world) {
      const reader = new pg.Client({ connectionString: world.url });
      reader.on("error", nothing);
      await reader.connect();
      const schema = await world.value("SELECT schema_name FROM platform.environments WHERE app_id = $1", [
        world.app.appId,
      ]);
      await reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
      await reader.query(`SELECT count(*) FROM "${schema}".book`);
      world.remembered = { reader };
    },
    async meanwhile(world) {
      // Without being told: Postgres finds that the process is gone.
      await until(async () => {
        const left = await world.value(
          "SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'quintet-release'",
        );
        return left === 0 ? undefined : "the dead process's build goes on";
      }, 10_000);
      expect(
        await world.value(
          "SELECT i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname = $1",
          [uniqueIndexName(fieldId("book", "isbn"))],
        ),
      ).toBe(false);
      await world.remembered.reader.end();
    },
  }),

  "publish.filling": {
    async prepare(world) {
      await world.start();
      world.books.push(await addBook(world, { title: "Without a price", isbn: "x" }));
      await world.stop();
    },
    async run(world) {
      await redraw(world.quintet, world.app, priced());
      await publish(world.quintet, world.app, PRICE).catch(nothing);
    },
    async afterwards(world) {
      const [newest] = (await world.quintet.call(listReleases, { params: { appId: world.app.appId } })).results;
      expect(newest).toMatchObject({ state: "live", versionNumber: 2 });
      world.books = world.books.map((row) => ({ ...row, price: row.price ?? "9.99" }));
    },
  },

  // Queued while every book had a price, which must be required; one without comes in before the worker does.
  "publish.undone": {
    async prepare(world) {
      await world.start({ args: ["--roles=studio,hosting"] });
      const { quintet, app: target } = world;
      await redraw(quintet, target, priced());
      const params = { draftId: target.draftId };
      const { planHash } = await quintet.call(reviewPlan, { params, body: { answers: {} } });
      await quintet.call(publishDraft, { params, body: { planHash, answers: {}, message: "" } });
      world.books.push(await addBook(world, { title: "Without a price", isbn: "x" }));
      await world.stop();
    },
    async afterwards(world) {
      const [newest] = (await world.quintet.call(listReleases, { params: { appId: world.app.appId } })).results;
      expect(newest).toMatchObject({ state: "failed" });
      expect(newest?.failure).toMatch(/Rows without a value/);
      // The unique rule went with the release that failed.
      world.books.push(await addBook(world, { title: "Equal", isbn: "x", price: "1.00" }));
    },
  },

  "write.after-commit": {
    async run(world) {
      await addBook(world, { title: "Unheard", isbn: "unheard", price: "7.00" }).catch(nothing);
    },
    async afterwards(world) {
      const { length } = world.books;
      const rows = await world.readBooks();
      expect(rows.slice(0, length)).toEqual(world.books);
      expect(rows.slice(length)).toMatchObject([{ title: "Unheard" }]);
      world.books = rows;
    },
  },

  "edit.before-commit": drawing("batch-before-commit"),
  "edit.after-commit": drawing("batch-after-commit"),
  "mail.before-data": mailing(1),
  "mail.after-data": mailing(2),
  "effects.after-commit": posting(),
  "import.mid-copy": importing(),
  "import.after-commit": importing(),

  "purge.before-commit": {
    async prepare(world) {
      await world.start();
      const second = await makeApp(world.quintet, "Second", shop());
      await publish(world.quintet, second);
      await world.quintet.call(deleteApp, { params: { appId: second.appId }, body: { confirm: "Second" } });
      await world.sql.query("UPDATE platform.apps SET deleted_at = now() - interval '31 days' WHERE id = $1", [
        second.appId,
      ]);
      world.remembered = await placeOf(world, second);
      await world.stop();
    },
    run: () => pause(0),
    afterwards: nothingLeft,
  },

  "purge.after-commit": {
    async run(world) {
      const second = await makeApp(world.quintet, "Second", shop());
      await publish(world.quintet, second);
      const params = { appId: second.appId };
      await world.quintet.call(deleteApp, { params, body: { confirm: "Second" } });
      world.remembered = await placeOf(world, second);
      await world.quintet.call(deleteAppPermanently, { params, body: { confirm: "Second" } }).catch(nothing);
    },
    async afterwards(world) {
      await nothingLeft(world);
      await expect(world.quintet.call(restoreApp, { params: { appId: world.remembered.appId } })).rejects.toThrow(
        /deleted permanently/,
      );
    },
  },

  "delete.after-commit": {
    async run(world) {
      const { appId } = world.app;
      await world.quintet.call(deleteApp, { params: { appId }, body: { confirm: "Shop" } }).catch(nothing);
    },
    async afterwards(world) {
      expect((await world.quintet.hosted(world.app.slug, "/api/v1/book")).status).toBe(404);
      await world.quintet.call(restoreApp, { params: { appId: world.app.appId } });
      // That there is nothing under a name is believed for a second.
      await until(async () => {
        const { status } = await world.quintet.hosted(world.app.slug, "/api/v1/book");
        return status === 200 ? undefined : `the app is answered with ${status}`;
      }, 5_000);
    },
  },

  // Whoever got no answer presses again.
  "restore.after-commit": {
    async run(world) {
      const { appId } = world.app;
      await world.quintet.call(deleteApp, { params: { appId }, body: { confirm: "Shop" } });
      await world.quintet.call(restoreApp, { params: { appId } }).catch(nothing);
    },
    async afterwards(world) {
      const back = await world.quintet.call(restoreApp, { params: { appId: world.app.appId } });
      expect(back).toMatchObject({ slug: world.app.slug, live: { versionNumber: 1 } });
    },
  },

  "start.schema-step": {
    onEmpty: true,
    async afterwards(world) {
      await world.quintet.signUp();
    },
  },

  // An app that an earlier version made, which knew of no steps and no second role.
  "start.system-step": {
    async prepare(world) {
      await world.sql.query("DELETE FROM quintet.app_steps");
    },
    async afterwards(world) {
      await until(async () => {
        const { rowCount } = await world.sql.query("SELECT FROM quintet.app_steps WHERE done_at IS NOT NULL");
        return (rowCount ?? 0) > 0 ? undefined : "no step was done";
      }, 20_000);
    },
  },

  "start.migrating": {
    onEmpty: true,
    async afterwards(world) {
      await world.quintet.signUp();
    },
  },
};

export async function addBook(world: World, values: object): Promise<Row> {
  const answer = await world.quintet.hosted(world.app.slug, "/api/v1/book", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(values),
  });
  if (answer.status !== 201) throw new Error(`A new book was answered with ${answer.status}: ${answer.text}`);
  return answer.json<Row>();
}
