import { describe, expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import { reservedParameters } from "#engine/rest/reserved-parameters";
import { app, model, text } from "../../../tests/builders.ts";
import { bookshop, HOSTILE_LABELS, hostileApi } from "../../../tests/support/open-apis.ts";
import { openApiDocument } from "./openapi-document.ts";
import type { JsonSchema, Operation, Parameter, Reference } from "./openapi-types.ts";

const options = { serverUrl: "https://shop.quintet.test", version: "7" };
const document = openApiDocument(readDefinition(bookshop()), options);
const { schemas } = document.components;

const operation = (path: string, method: "get" | "post" | "patch" | "put" | "delete"): Operation => {
  const found = document.paths[path]?.[method];
  if (!found) throw new Error(`There is no ${method} ${path}.`);
  return found;
};
const named = (parameters: readonly (Parameter | Reference)[] = []): Map<string, Parameter> =>
  new Map(
    parameters.map((parameter) => {
      const own =
        "name" in parameter ? parameter : document.components.parameters[parameter.$ref.split("/").at(-1) ?? ""];
      return [own?.name ?? "", own as Parameter];
    }),
  );
const properties = (name: string) => (schemas[name]?.properties ?? {}) as Record<string, JsonSchema>;
const routesOf = (of: typeof document) =>
  Object.entries(of.paths).flatMap(([path, item]) => Object.keys(item).map((method) => `${method} ${path}`));

describe("an app's OpenAPI document", () => {
  it("says nothing of models that are not opened, and nothing of rules", () => {
    const printed = JSON.stringify(document);
    for (const secret of ["shelves", "Shel", "shelf", "secret_code", "Anonymous", "editors", "ledger", "Ledger"]) {
      expect([secret, printed.includes(secret)]).toEqual([secret, false]);
    }
    expect(properties("Book").place).toMatchObject({ type: ["integer", "null"], description: "The `id` of a row." });
  });

  it("has only the operations that somebody can do", () => {
    expect(routesOf(document)).toEqual([
      ...["get", "post", "patch"].map((method) => `${method} /api/v1/books`),
      ...["get", "patch", "put", "delete"].map((method) => `${method} /api/v1/books/{id}`),
      ...["get", "post", "patch"].map((method) => `${method} /api/v1/authors`),
      ...["get", "patch", "put", "delete"].map((method) => `${method} /api/v1/authors/{id}`),
      "get /api/v1/orders",
      "post /api/v1/orders",
      "get /api/v1/orders/{id}",
      "post /api/v1/letters",
      "get /api/v1/problem",
      "get /api/v1/problem/{id}",
      "get /api/v1/book_list",
      "get /api/v1/book_list/{id}",
    ]);
  });

  it("leaves out changes and deletes of rows that nobody may read", () => {
    const blind = app(
      model("note", text("text"), { rules: { create: "true", update: "true", delete: "true" }, api: true }),
    );
    expect(routesOf(openApiDocument(readDefinition(blind), options))).toEqual(["post /api/v1/note"]);
  });

  it("asks for a key where the rules do", () => {
    expect(operation("/api/v1/books", "get").security).toEqual([{}, { apiKey: [] }]);
    expect(operation("/api/v1/orders", "get").security).toEqual([{ apiKey: [] }]);
    expect(operation("/api/v1/authors/{id}", "delete").security).toEqual([{ apiKey: [] }]);
    expect(Object.keys(operation("/api/v1/books", "get").responses)).not.toContain("403");
    expect(Object.keys(operation("/api/v1/orders", "get").responses)).toContain("403");
  });

  it("gives operations ids that generators make good names of", () => {
    expect(operation("/api/v1/books", "get").operationId).toBe("listBooks");
    expect(operation("/api/v1/books", "post").operationId).toBe("createBook");
    expect(operation("/api/v1/books/{id}", "put").operationId).toBe("replaceBook");
    expect(operation("/api/v1/books", "patch").operationId).toBe("patchBooks");
    expect(operation("/api/v1/book_list", "get").operationId).toBe("listBookList");
  });

  it("describes arrays: up to a thousand rows to make, or patches that name their rows", () => {
    const created = operation("/api/v1/books", "post").requestBody?.content["application/json"]?.schema;
    const item = { $ref: "#/components/schemas/BookInput" };
    expect(created).toEqual({ anyOf: [item, { type: "array", items: item, maxItems: 1000 }] });
    const patched = operation("/api/v1/books", "patch").requestBody?.content["application/json"]?.schema;
    expect(patched).toMatchObject({ type: "array", items: { $ref: "#/components/schemas/BookPatchItem" } });
    expect(document.components.schemas.BookPatchItem).toMatchObject({
      required: ["id"],
      properties: { id: { type: "integer" }, title: { type: "string" } },
      additionalProperties: false,
    });
  });

  it("describes every reserved parameter that lists answer to", () => {
    const parameters = named(operation("/api/v1/books", "get").parameters);
    // `where` is reserved and refused until it is served: then it belongs here too.
    expect(reservedParameters.filter((name) => !parameters.has(name))).toEqual(["where"]);
  });

  it("describes every look-up of every field, with the values that it compares with", () => {
    const parameters = named(operation("/api/v1/books", "get").parameters);
    const schema = (name: string) => parameters.get(name)?.schema;
    expect(schema("title__icontains")).toEqual({ type: "string", maxLength: 2000 });
    expect(schema("author")).toEqual({ type: "string", format: "uuid" });
    expect(schema("place")).toEqual({ type: "integer", minimum: 1 });
    expect(schema("author__in")).toMatchObject({ type: "array", items: { type: "string", format: "uuid" } });
    expect(schema("place__in")).toMatchObject({ type: "array", items: { type: "integer" } });
    expect(schema("published__range")).toMatchObject({ type: "array", minItems: 2, maxItems: 2 });
    expect(schema("price__isnull")).toEqual({ type: "boolean" });
    expect(schema("format__in")).toMatchObject({ items: { enum: ["paperback", "hardback", "audio"] } });
    expect(schema("in_stock__gt")).toBeUndefined();
    expect(schema("extra")).toBeUndefined();
    expect(schema("id__gte")).toEqual({ type: "integer", minimum: 1 });
    // A field called as a reserved parameter is filtered by its long name.
    expect(schema("count")).toMatchObject({ enum: ["none", "exact", "estimated"] });
    expect(schema("count__exact")).toMatchObject({ type: "integer" });
    const keys = [...parameters.keys()];
    expect(keys).toEqual([...new Set(keys)]);
  });

  it("expands relations only to models that callers may read", () => {
    const expand = named(operation("/api/v1/books", "get").parameters).get("expand");
    expect(expand?.description).toContain("`author`, `translator`");
    expect(expand?.description).not.toContain("place");
    // Every book has an author, but expanded it may be one that the caller may not read.
    expect(properties("Book").author?.anyOf).toEqual([
      { type: "string", format: "uuid" },
      { $ref: "#/components/schemas/Author" },
      { type: "null" },
    ]);
    expect(properties("Order").book?.anyOf).toEqual([
      { type: "integer", minimum: 1 },
      { $ref: "#/components/schemas/Book" },
    ]);
  });

  it("tells what is read from what is written", () => {
    expect(schemas.BookInput).toMatchObject({ required: ["title", "author", "format"], additionalProperties: false });
    expect(schemas.BookPatch).not.toHaveProperty("required");
    expect(Object.keys(properties("BookInput"))).not.toContain("created");
    expect(Object.keys(properties("BookPatch"))).not.toContain("id");
    expect(properties("Book").created).toMatchObject({ readOnly: true });
    expect(properties("BookInput").price).toMatchObject({ type: "string", default: "9.90" });
    expect(properties("Book").isbn).toMatchObject({ type: ["string", "null"], title: "ISBN", maxLength: 17 });
    expect(properties("BookInput").mood).toMatchObject({ type: ["string", "null"], not: {} });
  });

  it("keeps components apart when models are called like them", () => {
    expect(properties("Problem")).toHaveProperty("instance");
    expect(properties("Problem_2")).toHaveProperty("text");
    expect(properties("BookList")).toHaveProperty("name");
    expect(properties("BookList_2")).toHaveProperty("results");
  });

  it("holds labels as plain text, escaped wherever text is CommonMark", () => {
    const hostile = openApiDocument(readDefinition(hostileApi()), options);
    expect(hostile.tags).toHaveLength(HOSTILE_LABELS.length);
    const descriptions: string[] = [];
    JSON.stringify(hostile, (key, content: unknown) => {
      if (key === "description" && typeof content === "string") descriptions.push(content);
      return content;
    });
    for (const description of descriptions) {
      const isEscaped = !/<|(?<!\\)\]\(|(?<!\\)!\[|\n#/.test(description);
      expect([description.slice(0, 300), isEscaped]).toEqual([description.slice(0, 300), true]);
    }
    for (const path of Object.keys(hostile.paths)) expect(path).toMatch(/^\/api\/v1\/[a-z0-9_]+(?:\/\{id\})?$/);
    const ids = Object.values(hostile.paths).flatMap((item) => Object.values(item).map((each) => each.operationId));
    for (const id of ids) expect(id).toMatch(/^[a-z]+[A-Za-z0-9_]+$/);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("is a whole document also when nothing is open", () => {
    const closed = openApiDocument(readDefinition(app(model("book", text("title")))), options);
    expect(closed).toMatchObject({ paths: {}, tags: [], components: { schemas: {} } });
  });
});
