import { describe, expect, it } from "vitest";
import { isReservedSegment } from "../../routing/reserved-paths.ts";
import { endpointAt, endpoints, pages } from "./endpoints.ts";

describe("the addresses that the engine answers at", () => {
  it("are all reserved, so that no route of a builder can take one", () => {
    for (const { path } of endpoints) expect([path, isReservedSegment(path.split("/")[1])]).toEqual([path, true]);
  });

  it.each([
    ["/api/v1/books", "/api/v1/", "problem"],
    ["/api/v1/", "/api/v1/", "problem"],
    ["/api/openapi.json", "/api/openapi.json", "problem"],
    ["/api/openapi.json/", "/api/", "problem"],
    ["/api/docs", "/api/docs", "page"],
    ["/api/docs/more", "/api/", "problem"],
    ["/api/v2/books", "/api/", "problem"],
    ["/_quintet/theme.css", "/_quintet/", "page"],
    ["/api", pages.path, "page"],
    ["/apiary/", pages.path, "page"],
    ["/", pages.path, "page"],
  ])("%s is answered by %s, failures as a %s", (path, endpoint, failures) => {
    expect(endpointAt(path)).toMatchObject({ path: endpoint, failures });
  });
});
