import { expect, it } from "vitest";
import { endpoints } from "#contract/endpoints";
import { isSensitive } from "#contract/permissions";
import { platformOpenApi } from "./platform-openapi.ts";

const document = platformOpenApi("https://studio.example.com") as {
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
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

it("says of each operation whether it asks again who is there", () => {
  const asking = Object.values(document.paths).flatMap((path) =>
    Object.values(path)
      .filter(({ responses }) => JSON.stringify(responses).includes("ConfirmationRequired"))
      .map(({ operationId }) => operationId),
  );
  const sensitive = endpoints.filter(({ action }) => action !== undefined && isSensitive(action));
  expect(asking.sort()).toEqual(sensitive.map(({ name }) => name).sort());
  expect(asking).toContain("createApiToken");
});
