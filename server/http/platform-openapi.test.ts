import { expect, it } from "vitest";
import { endpoints } from "#contract/endpoints";
import { platformOpenApi } from "./platform-openapi.ts";

const document = platformOpenApi("https://studio.example.com") as {
  paths: Record<string, Record<string, { operationId: string }>>;
  components: Record<string, Record<string, unknown>>;
};

it("describes every endpoint once, by its name", () => {
  const ids = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map((operation) => operation.operationId),
  );
  expect(ids.sort()).toEqual(endpoints.map((endpoint) => endpoint.name).sort());
});

it("points to nothing that is not in it", () => {
  const text = JSON.stringify(document);
  expect(text).not.toContain("$defs");
  for (const [, kind = "", name = ""] of text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g)) {
    expect(document.components[kind], `${kind}/${name}`).toHaveProperty(name);
  }
});
