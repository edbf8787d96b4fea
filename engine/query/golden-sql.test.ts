import { describe, expect, it } from "vitest";
import { app, boolean, decimal, longText, model, modelId, relation, text } from "../../tests/builders.ts";
import { compileRules } from "../access/compile-rules.ts";
import { readDefinition } from "../definition/reader.ts";
import type { Principal } from "../principal.ts";
import { encodeCursor } from "../rest/cursor-token.ts";
import { readPaging } from "../rest/paging.ts";
import { parseQuery } from "../rest/query-string.ts";
import { compileApp } from "../snapshot/compile-app.ts";

/**
 * The statements themselves, for the shapes that matter most: review their change like code. Laid out over lines only
 * here.
 */
const definition = app(
  model("author", text("name", { required: true }), { rules: { read: "true" }, api: true }),
  model(
    "book",
    text("title", { required: true }),
    decimal("price"),
    boolean("in_stock"),
    relation("author", "author", { onDelete: "set_null" }),
    {
      pluralLabel: "Books",
      rules: {
        read: 'in_stock or user.group == "staff"',
        create: "price > 0",
        update: "in_stock",
        delete: "user != null",
      },
      api: true,
    },
  ),
);
const identity = {
  releaseId: 7,
  releaseNumber: 7,
  appId: "018f0000-0000-7000-8000-000000000001",
  environment: "live",
  schemaName: "app_x",
};
const snapshot = compileApp(definition, identity);
const visitor: Principal = { kind: "visitor" };
const staff: Principal = { kind: "key", id: 1, name: "k", groups: new Set(["staff"]) };
const who = (caller: Principal) => snapshot.rules.classOf(caller);
const books = snapshot.resources.get("books");
if (!books) throw new Error("no books");

/** One clause a line, the schema and the guard's own words shortened. */
const layOut = (sql: string): string =>
  sql
    .replaceAll('"app_x".', "")
    .replace(/_live\.app_id = '[^']*'::uuid AND _live\.environment = 'live'/g, "<this app>")
    .replace(/ (FROM|WHERE|LEFT JOIN|CROSS JOIN|ORDER BY|UNION ALL|RETURNING|SET|INSERT|UPDATE|DELETE) /g, "\n$1 ");

const list = (query: string, caller = visitor) => {
  const parameters = parseQuery(query);
  return layOut(books.list(who(caller), parameters, readPaging(parameters)).statement.text);
};

describe("the SQL of", () => {
  it("one row", () => {
    expect(layOut(books.one(who(visitor), parseQuery("")).statement.text)).toMatchSnapshot();
    expect(layOut(books.one(who(staff), parseQuery("fields=title,author.name")).statement.text)).toMatchSnapshot();
  });
  it("a page by offset, filtered over a relation", () => {
    expect(list("price__gte=10&author__name__icontains=le&limit=20&offset=40")).toMatchSnapshot();
  });
  it("lists of related rows, and a filter over one", () => {
    const shop = app(
      model("author", text("name"), { rules: { read: "true" }, api: true }),
      model("book", text("title"), boolean("in_stock"), relation("author", "author", { reverse: "books" }), {
        rules: { read: "in_stock" },
        api: true,
      }),
    );
    const authors = compileApp(shop, identity);
    const parameters = parseQuery("fields=name,books,books.count&books__title=x&books__id__gt=2&books__title!=y");
    const compiled = authors.resources
      .get("author")
      ?.list(authors.rules.classOf(visitor), parameters, readPaging(parameters));
    expect(layOut(compiled?.statement.text ?? "")).toMatchSnapshot();
  });
  it("a page after a cursor, where the value may be null", () => {
    const token = encodeCursor(signatureOf("ordering=price"), false, '["9.50","5"]');
    expect(list(`ordering=price&limit=2&cursor=${token}`)).toMatchSnapshot();
  });
  it("a page whose rows can be large", () => {
    const essays = app(
      model("essay", longText("words"), relation("source", "essay"), { rules: { read: "true" }, api: true }),
    );
    const large = compileApp(essays, identity);
    const parameters = parseQuery("limit=50&expand=source");
    const unit = large.resources.get("essay");
    const compiled = unit?.list(large.rules.classOf(visitor), parameters, readPaging(parameters));
    expect(layOut(compiled?.statement.text ?? "")).toMatchSnapshot();
  });
  it("a create, a change and a delete", () => {
    expect(layOut(books.create(who(visitor)).statement.text)).toMatchSnapshot();
    const once = books.create(who(visitor), { isOnce: true });
    expect([once.statement, once.verdict].map(({ text }) => layOut(text))).toMatchSnapshot("a create with a key");
    const price = readDefinition(definition)
      .fields(modelId("book"))
      .filter((field) => field.name === "price");
    const update = { changed: price, hasCondition: true, withBefore: false };
    expect(layOut(books.update(who(staff), update).statement.text)).toMatchSnapshot();
    const authors = snapshot.resources.get("author");
    expect(
      layOut(authors?.delete(who(staff), { hasCondition: false, withBefore: false }).statement.text ?? ""),
    ).toMatchSnapshot();
  });
});

describe("the SQL of writes of many rows", () => {
  const fields = readDefinition(definition).fields(modelId("book"));
  it("by position and by key", () => {
    expect(layOut(books.createMany(who(visitor)).text)).toMatchSnapshot();
    const changed = fields.filter((field) => field.name === "price" || field.name === "author");
    expect(layOut(books.updateMany(who(visitor), { fields: changed, isMixed: true }).text)).toMatchSnapshot();
  });
  it("by a condition", () => {
    const changed = fields.filter((field) => field.name === "price");
    expect(layOut(books.updateWhere(who(visitor), { where: "price > 3", changed }).text)).toMatchSnapshot();
    expect(layOut(books.deleteWhere(who(staff), { where: "price > 3" }).text)).toMatchSnapshot();
  });
});

describe("the SQL of rows with UUIDs", () => {
  const open = { rules: { read: "true", delete: "true" }, api: true };
  const mixed = compileApp(
    app(
      model("artist", text("name"), { ...open, key: "uuid" }),
      model("bid", relation("artist", "artist", { onDelete: "cascade" }), { ...open }),
      model("receipt", relation("bid", "bid", { onDelete: "set_null" }), { ...open, key: "uuid" }),
    ),
    identity,
  );
  const unit = (name: string) => mixed.resources.get(name) as NonNullable<typeof books>;

  const everyone = mixed.rules.classOf(visitor);

  it("one row, and a delete through both kinds of key", () => {
    expect(layOut(unit("artist").one(everyone, parseQuery("")).statement.text)).toMatchSnapshot();
    const plan = { hasCondition: false, withBefore: false };
    expect(layOut(unit("artist").delete(everyone, plan).statement.text)).toMatchSnapshot();
  });
});

it("gives every name of ours an underscore, so that no field's name collides with it", () => {
  const authors = snapshot.resources.get("author") as typeof books;
  const plan = { hasCondition: true, withBefore: true };
  const fields = readDefinition(definition).fields(modelId("book"));
  const statements = [
    books.one(who(visitor), parseQuery("expand=author")),
    books.create(who(visitor), { shape: "record" }),
    books.update(who(visitor), { ...plan, changed: fields }),
    books.delete(who(visitor), plan),
    authors.delete(who(visitor), plan),
  ].map(({ statement }) => statement.text);
  statements.push(
    books.titles(who(visitor), { most: 10 }).text,
    books.createMany(who(visitor)).text,
    books.updateMany(who(visitor), { fields, isMixed: true, hasVersions: true }).text,
    books.updateWhere(who(visitor), { where: "price > 3", changed: fields }).text,
    authors.deleteWhere(who(visitor), { where: "id > 3" }).text,
    list("expand=author&count=exact&search=a&author__name__contains=le&ordering=-price"),
    list(`count=estimated&offset=3&where=${encodeURIComponent('round(price + 1) > 2 and author.name + "x" == "y"')}`),
  );
  const drawn = new Set([
    "app_x",
    "book",
    "author",
    "id",
    "C",
    "und-x-icu",
    ...fields.map((field) => field.name),
    "name",
    ...fields.map((field) => field.id),
  ]);
  const postgres = new Set([
    "quintet",
    "live",
    "release_id",
    "access_version",
    "app_id",
    "environment",
    "true",
    "false",
    "id",
    "integer",
    "bigint",
    "text",
    "numeric",
    "boolean",
    "jsonb",
  ]);
  // Columns of the history's own table, which stand only in the list of an INSERT.
  const history = new Set(["model_id", "row_id", "action", "version", "title", "account_id", "key_id", "changes"]);
  for (const text of statements) {
    const bare = text
      .replaceAll("<this app>", "")
      .replace(/E?'[^']*'/g, "")
      .replace(/::[a-z ]+(\[\])?/g, "")
      .replace(/INSERT\s+INTO "app_x"\."_history" \(([^)]*)\)/g, (_, columns: string) => {
        expect(columns.split(", ").every((name) => history.has(name))).toBe(true);
        return "";
      });
    const quoted = [...bare.matchAll(/"([^"]+)"/g)].map(([, name]) => name as string);
    expect(quoted.filter((name) => !name.startsWith("_") && !drawn.has(name))).toEqual([]);
    // A word in lower case that is not followed by a parenthesis is a name.
    const words = [...bare.replace(/"[^"]+"/g, "").matchAll(/\b[a-z]\w*\b(?!\()/g)].map(([name]) => name);
    expect(words.filter((name) => !postgres.has(name))).toEqual([]);
  }
});

const signatureOf = (query: string): string => {
  const parameters = parseQuery(query);
  return books.list(who(visitor), parameters, readPaging(parameters)).shape.orderSignature;
};

it("never holds a value that came from outside", () => {
  const hostile = "'; DROP TABLE book; --";
  for (const query of [
    `title=${encodeURIComponent(hostile)}`,
    `search=${encodeURIComponent(hostile)}`,
    `title__in=${encodeURIComponent(hostile)}`,
    `where=${encodeURIComponent(`title == "${hostile}"`)}`,
  ]) {
    expect(list(query)).not.toContain("DROP");
  }
  // Rules' own literals are parameters as well.
  const rules = compileRules(readDefinition(definition), "app_x");
  expect(rules.classOf(staff).access(modelId("book"), "read").kind).toBe("open");
});
