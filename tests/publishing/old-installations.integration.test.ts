import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { restoreApp } from "#contract/http/apps";
import { getDiagnosis } from "#contract/http/diagnosis";
import { editDraft, getDraft } from "#contract/http/drafts";
import { getVersion, listReleases, reviewRollback, rollBack } from "#contract/http/releases";
import type { AppId, DraftId } from "#contract/platform-ids";
import { authRoleOf } from "#engine/auth/auth-role";
import type { AppDefinition } from "#engine/definition/app-definition";
import { fromFiles, toFiles } from "#engine/serialization/definition-files";

import { verifyBackup } from "#server/backup/read-backup";
import { restoreBackup } from "#server/backup/restore-backup";
import { knownMigrations } from "#server/platform-database/migrate";
import { contentHash } from "#server/releases/content-hash";
import { fieldId, modelId } from "../builders.ts";
import { publish, type TestApp, untilLive } from "../support/apps.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";

/** Installations that earlier versions left: today's program restores, starts, serves, publishes and exports them. */
const folder = join(import.meta.dirname, "old-installations");
const installations = readdirSync(folder).flatMap((name) => (name.endsWith(".backup") ? [name.slice(0, -7)] : []));

/** What the version that made it said of its app *Shop*. */
interface Kept {
  readonly key: string;
  readonly appId: AppId;
  readonly draftId: DraftId;
  readonly deletedAppId: AppId;
  readonly draftHash: string;
  readonly versions: readonly { readonly number: number; readonly contentHash: string }[];
  readonly answers: readonly {
    readonly path: string;
    readonly withKey: boolean;
    readonly status: number;
    readonly body?: object;
  }[];
}

describe.each(installations)("an installation of %s", (name) => {
  const kept: Kept = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
  const shop: TestApp = { appId: kept.appId, draftId: kept.draftId, slug: "shop" };
  const withKey = { authorization: `Bearer ${kept.key}` };
  let database: TestDatabase;
  let quintet: Quintet;
  let roles: readonly string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    const file = join(folder, `${name}.backup`);
    const backup = await verifyBackup(file);
    roles = backup.header.roles;
    await restoreBackup({ databaseUrl: database.url, file, backup, knownMigrations: knownMigrations() });
    // What was deleted in it was deleted a moment ago, or 30 days later it would be purged at the start.
    await onDatabase([
      "UPDATE platform.apps SET deleted_at = now() WHERE deleted_at IS NOT NULL",
      `UPDATE quintet.physical SET body = jsonb_build_object('setAside', (
         SELECT jsonb_agg(item || jsonb_build_object('since', now())) FROM jsonb_array_elements(body->'setAside') item))
        WHERE body->'setAside' <> '[]'`,
    ]);
    quintet = await startQuintet({ databaseUrl: database.url, env: { SECRET_KEY: backup.secretKey?.trim() ?? "" } });
    await quintet.signIn();
  });
  afterAll(async () => {
    await quintet?.stop();
    await database?.drop();
    await onDatabase(
      roles.flatMap((role) => [`DROP ROLE IF EXISTS ${role}`, `DROP ROLE IF EXISTS ${authRoleOf(role)}`]),
      process.env.TEST_DATABASE_URL,
    );
  });

  async function onDatabase(statements: readonly string[], url = database.url): Promise<void> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }

  const readAll = async () => {
    const answers: Kept["answers"][number][] = [];
    for (const { path, withKey: isKnown } of kept.answers) {
      const answer = await quintet.hosted("shop", path, isKnown ? { headers: withKey } : {});
      const told = { path, withKey: isKnown, status: answer.status };
      if (answer.status !== 200) answers.push(told);
      else {
        // Addresses of pages hold the port.
        const { next: _next, previous: _previous, ...body } = answer.json<Record<string, unknown>>();
        answers.push({ ...told, body });
      }
    }
    return answers;
  };
  const versionsOf = async () => {
    const { results } = await quintet.call(listReleases, { params: { appId: kept.appId }, query: { limit: "100" } });
    return results;
  };
  const goBackTo = async (number: number) => {
    const version = (await versionsOf()).find((release) => release.versionNumber === number);
    const params = { appId: kept.appId, versionId: version?.versionId ?? "" };
    const { planHash } = await quintet.call(reviewRollback, { params, body: { answers: {} } });
    const started = await quintet.call(rollBack, { params, body: { planHash, answers: {}, message: "" } });
    await untilLive(quintet, shop, started);
  };

  it("numbers the releases of each app from 1", async () => {
    const numbers = (await versionsOf()).map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, index) => numbers.length - index));
    expect(numbers.length).toBeGreaterThan(0);
  });

  it("answers what it answered", async () => {
    expect(await readAll()).toEqual(kept.answers);
    const page = await quintet.hosted("shop", "/");
    expect(page.status).toBe(200);
    expect(page.text).toContain('<a href="/books/3/">TITRE 3 &lt;B&gt;&amp;AMP;</a> 3.90 (signed) Žofie &quot;4&quot;');
    expect((await quintet.hosted("shop", "/about/")).text).toContain("<p>NOW</p>");
    expect((await quintet.hosted("shop", "/books/3/")).text).toContain("Titre 3 &lt;b&gt;&amp;amp;");
  });

  it("exports each version and the draft with the same content hash, through files too", async () => {
    const { definition } = await quintet.call(getDraft, { params: { draftId: kept.draftId } });
    const found: { number: number; definition: AppDefinition }[] = [];
    for (const { versionId, versionNumber } of await versionsOf()) {
      const version = await quintet.call(getVersion, { params: { appId: kept.appId, versionId } });
      found.push({ number: versionNumber, definition: version.definition });
    }
    expect(found.map((version) => ({ number: version.number, contentHash: contentHash(version.definition) }))).toEqual(
      kept.versions,
    );
    expect(contentHash(definition as AppDefinition)).toBe(kept.draftHash);
    for (const version of found) {
      const back = fromFiles(toFiles(version.definition));
      expect(back.ok && contentHash(back.definition)).toBe(contentHash(version.definition));
    }
  });

  it("takes rows, publishes the next version, and rolls back with what was archived", async () => {
    const [author] = (await quintet.hosted("shop", "/api/v1/authors?limit=1")).json<{ results: { id: string }[] }>()
      .results;
    const created = await quintet.hosted("shop", "/api/v1/books", {
      method: "POST",
      headers: { ...withKey, "content-type": "application/json" },
      body: JSON.stringify({ title: "After", isbn: "978-after", author: author?.id }),
    });
    expect(created.status, created.text).toBe(201);
    expect(created.json()).toMatchObject({ id: 26, stock: 3 });

    const draft = await quintet.call(getDraft, { params: { draftId: kept.draftId } });
    const pages = Object.values(draft.definition.records).find((record) => record.id === fieldId("book", "stock"));
    const added = { ...pages, id: fieldId("book", "shelf"), name: "shelf", label: "Shelf", default: 5 };
    await quintet.call(editDraft, {
      params: { draftId: kept.draftId },
      body: {
        batchId: "after-the-restore",
        seenRevision: draft.revision,
        label: "Add a shelf",
        operations: [
          { op: "create", record: added },
          { op: "update", id: modelId("author"), set: { pluralLabel: "Writers" }, unset: [] },
        ] as never,
      },
    });
    await publish(quintet, shop);
    const read = () => quintet.hosted("shop", "/api/v1/books/2");
    expect((await read()).json()).toMatchObject({ cost: "2.90", stock: 3, shelf: 5 });

    await goBackTo(1);
    const before = (await read()).json<object>();
    expect(before).toMatchObject({ price: "2.90", pages: 22, state: "sold out" });
    expect(before).not.toHaveProperty("shelf");
    await goBackTo(2);
    const [list, ...others] = await readAll();
    expect(list?.body).toMatchObject({ results: { length: 25 } });
    expect(others).toEqual(kept.answers.slice(1));
  });

  it("gets the tables and roles that came with later versions, in apps that nobody publishes too", async () => {
    const unfinished = async () => {
      const { findings } = await quintet.call(getDiagnosis, {});
      return findings.filter(({ code, state }) => code.endsWith(".steps") && state !== "ok");
    };
    await expect.poll(unfinished, { timeout: 20_000 }).toEqual([]);
  });

  it("brings its deleted app back", async () => {
    await quintet.call(restoreApp, { params: { appId: kept.deletedAppId } });
    const answer = await quintet.hosted("deleted", "/api/v1/note");
    expect(answer.status, answer.text).toBe(200);
  });
});
