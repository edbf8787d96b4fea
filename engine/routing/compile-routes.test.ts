import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { growth, STEEP } from "../../tests/support/cpu-time.ts";
import type { RouteId } from "../definition/ids.ts";
import { compileRoutes } from "./compile-routes.ts";
import { parsePathPattern } from "./path-pattern.ts";

const table = (...paths: string[]) =>
  compileRoutes(
    paths.map((path, index) => ({
      id: `rte_${String(index).padStart(12, "0")}` as RouteId,
      name: `r${index}`,
      label: path,
      path,
    })),
  );
const matched = (routes: ReturnType<typeof table>, path: string) => {
  const found = routes.match(path);
  return found && [found.route.path, { ...found.params }];
};
const codes = (...paths: string[]) => table(...paths).problems.map((problem) => problem.code);

describe("matching", () => {
  const routes = table(
    "/",
    "/books/",
    "/books/new/",
    "/books/<int:id>/",
    "/books/<slug:slug>/",
    "/<str:page>/",
    "/docs/<path:rest>",
    "/@<slug:user>",
    "/k/<uuid:key>/",
    "/größe/",
  );
  it.each([
    ["/", ["/", {}]],
    ["/books", ["/books/", {}]],
    ["/books/", ["/books/", {}]],
    ["/books/new", ["/books/new/", {}]],
    ["/books/42/", ["/books/<int:id>/", { id: 42 }]],
    ["/books/42", ["/books/<int:id>/", { id: 42 }]],
    ["/books/a-b_C/", ["/books/<slug:slug>/", { slug: "a-b_C" }]],
    ["/books/99999999999999999999/", ["/books/<slug:slug>/", { slug: "99999999999999999999" }]],
    ["/caf%C3%A9", ["/<str:page>/", { page: "café" }]],
    ["/gr%C3%B6%C3%9Fe/", ["/größe/", {}]],
    ["/docs/a/b/c", ["/docs/<path:rest>", { rest: "a/b/c" }]],
    ["/@ann", ["/@<slug:user>", { user: "ann" }]],
    ["/k/0190F3B2-7C1A-7def-8123-0123456789ab/", ["/k/<uuid:key>/", { key: "0190f3b2-7c1a-7def-8123-0123456789ab" }]],
  ])("%s", (path, expected) => expect(matched(routes, path)).toEqual(expected));

  it.each([
    "",
    "books",
    "//books",
    "/books//",
    "/books/a b/x",
    "/books/%zz/",
    "/books/a%2Fb/",
    "/docs/../x",
    "/docs/a%2Fb",
    "/%2e%2e/",
    "/x%00y/",
    "/k/42/",
    "/admin/",
    "/api",
    "/_quintet/x",
  ])("answers nothing at %j", (path) => expect(matched(routes, path)).toBeUndefined());

  it("does not inherit parameters from Object", () => {
    expect(routes.match("/books/1")?.params.constructor).toBeUndefined();
  });

  it("takes time in proportion to a hostile path", async () => {
    const many = table(...Array.from({ length: 300 }, (_, index) => `/a/<slug:x>/<slug:y>/n${index}/`));
    const match = (size: number) => many.match(`/a/${"-".repeat(size)}/${"-".repeat(size)}/none/`);
    expect(match(20_000)).toBeUndefined();
    expect(await growth(match, 20_000)).toBeLessThan(STEEP);
  });
});

describe("reverse", () => {
  it("is the inverse of match for every value a converter writes", () => {
    const routes = table("/s/<str:v>/", "/p/<path:v>", "/i/<int:v>/", "/x-<slug:v>.html");
    fc.assert(
      fc.property(
        fc.constantFrom("r0", "r1", "r2", "r3"),
        fc.oneof(fc.string({ unit: "binary" }), fc.nat(), fc.string()),
        (name, value) => {
          const path = routes.reverse(name, { v: value });
          fc.pre(path !== undefined);
          const found = routes.match(path as string);
          expect(found?.route.name).toBe(name);
          expect(String(found?.params.v).normalize("NFC")).toBe(String(value).normalize("NFC"));
        },
      ),
    );
  });
  it.each([{}, { v: null }, { v: "" }, { v: ".." }, { v: "a/b" }, { v: {} }])("refuses %j", (params) =>
    expect(table("/s/<str:v>/").reverse("r0", params)).toBeUndefined(),
  );
});

describe("problems", () => {
  it("names both routes that match the same addresses", () => {
    const [problem] = table("/a/<int:id>/", "/a/<int:key>").problems;
    expect(problem).toMatchObject({ code: "PATH_E003", recordId: "rte_000000000001" });
    expect(problem?.message).toContain('"/a/<int:id>/" (/a/<int:id>/) and "/a/<int:key>"');
  });
  it("warns where two routes share some addresses, and says which answers", () => {
    const [problem] = table("/a/<slug:s>/", "/a/new/").problems;
    expect(problem).toMatchObject({ code: "PATH_W001", recordId: "rte_000000000000" });
    expect(problem?.message).toContain('there "/a/new/" answers');
  });
  it.each([
    [["/a/", "/b/"], []],
    [["/a/<int:x>/", "/a/<uuid:x>/"], []],
    [["/a/<int:x>/", "/a/new/"], []],
    [["/a/<path:x>", "/a/b/c/"], ["PATH_W001"]],
    [["/<slug:x>/", "/a/"], ["PATH_W001"]],
    [
      ["/api/", "/admin/x/", "/eventsx/"],
      ["PATH_E002", "PATH_E002"],
    ],
    [["a/"], ["PATH_E001"]],
  ])("%j → %j", (paths, expected) => expect(codes(...paths)).toEqual(expected));

  it.each([
    "",
    "a",
    "/a//b",
    "/a/<int:id",
    "/a/int:id>",
    "/<float:x>/",
    "/<int:1x>/",
    "/<int:a><int:b>/",
    "/<int:a>/<int:a>/",
    "/<path:x>/y/",
    "/a b/",
    "/a?b",
    "/../a",
    "/<int:constructor>/",
    "/a%20b/",
    `/${"a/".repeat(30)}`,
  ])("refuses the pattern %j with a sentence", (path) => {
    const result = parsePathPattern(path);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.message).toMatch(/\.$|\."$/);
  });
});
