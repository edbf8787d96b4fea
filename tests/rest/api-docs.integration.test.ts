import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { OpenApiDocument } from "#engine/export/openapi/openapi-types";
import { bookshop } from "../support/open-apis.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** `/api/openapi.json` and `/api/docs` as an app serves them, and whether what they promise is so. */
let shop: ServedApp;
beforeAll(async () => {
  shop = await serveApp(bookshop());
});
afterAll(() => shop?.close());

const documentOf = async (): Promise<OpenApiDocument> =>
  (await shop.request("GET", "/api/openapi.json")).json<OpenApiDocument & Record<string, unknown>>();

const without = (definition: AppDefinition, kind: string, modelName: string): AppDefinition => {
  const records = Object.values(definition.records);
  const model = records.find((record) => record.kind === "model" && record.name === modelName);
  const kept = records.filter(
    (record) => record.kind !== kind || !("modelId" in record) || record.modelId !== model?.id,
  );
  return {
    ...definition,
    records: Object.fromEntries(kept.map((record) => [record.id, record])) as AppDefinition["records"],
  };
};

describe("an app's own description of its API", () => {
  it("prints only operations that are answered, and answers with statuses that are printed [VIEW-16]", async () => {
    const document = await documentOf();
    const bodies: Record<string, unknown> = { post: {}, patch: {}, put: {} };
    let driven = 0;
    for (const [path, item] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(item)) {
        const answer = await shop.request(method.toUpperCase(), path.replace("{id}", "9"), { body: bodies[method] });
        const printed = Object.keys(operation.responses);
        const call = `${method} ${path}`;
        expect([call, String(answer.status), printed]).toEqual([call, expect.toBeOneOf(printed), printed]);
        // An address that does not exist answers 404 too: its sentence is another.
        if (answer.status === 404) expect(answer.json().detail).toBe("There is no such row.");
        driven++;
      }
    }
    expect(driven).toBe(22);
  });

  it("takes every parameter that it prints for a list", async () => {
    const document = await documentOf();
    const samples: Record<string, string> = { boolean: "true", integer: "1", number: "1.5" };
    const formats: Record<string, string> = {
      date: "2026-01-31",
      "date-time": "2026-01-31T14:30:00Z",
      "time-local": "14:30",
      duration: "PT1H",
      decimal: "9.90",
      int64: "7",
      ip: "192.0.2.1",
      cidr: "192.0.2.0/24",
      uuid: "018f2b6e-7c3a-7000-8000-000000000000",
    };
    const sample = (schema: Record<string, unknown>): string => {
      if (Array.isArray(schema.enum)) return String(schema.enum[0]);
      if (schema.type === "array") {
        const item = sample(schema.items as Record<string, unknown>);
        return schema.minItems === 2 ? `${item},${item}` : item;
      }
      return formats[String(schema.format)] ?? samples[String(schema.type)] ?? "x";
    };
    const special: Record<string, string> = { fields: "id", omit: "id", expand: "author" };
    const parameters = document.paths["/api/v1/books"]?.get?.parameters ?? [];
    const refused: string[] = [];
    let taken = 0;
    for (const parameter of parameters) {
      // A choice without choices takes no value, and a cursor comes from a page.
      if (!("name" in parameter) || parameter.schema.type === "object" || parameter.schema.not) continue;
      if ((parameter.schema.items as { not?: unknown } | undefined)?.not) continue;
      const value = encodeURIComponent(special[parameter.name] ?? sample(parameter.schema));
      const answer = await shop.request("GET", `/api/v1/books?${parameter.name}=${value}`);
      if (answer.status !== 200) refused.push(`${parameter.name}=${value}: ${answer.text}`);
      taken++;
    }
    expect(refused).toEqual([]);
    expect(taken).toBeGreaterThan(150);
  });

  it("makes rows of the examples that it prints [FLD-02] [FLD-04] [FLD-08] [FLD-11] [REL-18] [SER-04]", async () => {
    const author = await shop.request("POST", "/api/v1/authors", { body: { name: "An example" } });
    expect(author.status).toBe(201);
    const { components } = await documentOf();
    const properties = components.schemas.BookInput?.properties as Record<string, { examples?: unknown[] }>;
    const body = Object.fromEntries(
      Object.entries(properties).flatMap(([name, schema]) => (schema.examples ? [[name, schema.examples[0]]] : [])),
    );
    const made = await shop.request("POST", "/api/v1/books", { body: { ...body, author: author.json().id } });
    expect([made.status, made.text.slice(0, 300)]).toEqual([201, made.text.slice(0, 300)]);
    // What is read is what its examples look like: the same key and value throughout.
    const { id: _id, created: _created, updated: _updated, ...row } = made.json();
    expect(row).toEqual({
      ...Object.fromEntries(Object.keys(row).map((name) => [name, null])),
      ...body,
      author: author.json().id,
    });
  });

  it("is revalidated by its ETag, and is the same for everybody", async () => {
    for (const path of ["/api/openapi.json", "/api/docs"]) {
      const first = await shop.request("GET", path);
      expect(first.status).toBe(200);
      const again = await shop.request("GET", path, { headers: { "if-none-match": first.headers.etag as string } });
      expect([again.status, again.text]).toEqual([304, ""]);
    }
    expect((await shop.request("POST", "/api/docs")).status).toBe(405);
    const small = await shop.request("GET", "/api/docs", { headers: { "accept-encoding": "br, gzip" } });
    expect(small.headers).toMatchObject({ "content-encoding": "gzip", etag: expect.stringMatching(/-gzip"$/) });
    expect(gunzipSync(small.body as Uint8Array).toString()).toBe((await shop.request("GET", "/api/docs")).text);
    const plain = await shop.request("GET", "/api/docs", { headers: { "accept-encoding": "gzip;q=0" } });
    expect(plain.headers).not.toHaveProperty("content-encoding");
    expect((await documentOf()).servers).toEqual([{ url: "http://shop.localhost:4000" }]);
  });

  it("lets the page run its own script and nothing else", async () => {
    const page = await shop.request("GET", "/api/docs");
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(page.headers["content-security-policy"]).toContain(
      "default-src 'none'; script-src 'self'; style-src 'self';",
    );
    for (const [, address] of page.text.matchAll(/ (?:src|href)="(\/_quintet\/[^"]*)"/g)) {
      const asset = await shop.request("GET", address as string);
      expect([address, asset.status, asset.headers["cache-control"]]).toEqual([
        address,
        200,
        "public, max-age=31536000, immutable",
      ]);
    }
  });

  it("tells nothing of what the next release closes, at once", async () => {
    expect((await shop.request("GET", "/api/openapi.json")).text).toContain("/api/v1/orders");
    await shop.publish(without(bookshop(), "apiResource", "order"));
    for (const path of ["/api/openapi.json", "/api/docs"]) {
      const { status, text } = await shop.request("GET", path);
      expect([status, text.includes("v1/orders"), text.includes("v1/books")]).toEqual([200, false, true]);
    }
  });
});
