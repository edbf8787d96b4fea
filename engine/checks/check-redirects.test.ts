import { describe, expect, it } from "vitest";
import { app, model, testId, text } from "../../tests/builders.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { redirect } from "../view-types/redirect.ts";
import { checkApp } from "./check-app.ts";

const route = (name: string, path: string, to: object): RouteRecord => ({
  kind: "route",
  id: testId("route", name),
  name,
  label: name,
  path,
  view: { name: "redirect", to, isPermanent: true },
  access: "true",
  order: "i",
});
const at = (name: string) => ({ routeId: testId("route", name) });
function codesOf(...routes: readonly RouteRecord[]): string[] {
  const drawn = app(model("book", text("title")));
  const records = { ...drawn.records, ...Object.fromEntries(routes.map((one) => [one.id, one])) };
  return checkApp({ ...drawn, records }).flatMap(({ code }) => (code.startsWith("ROUTE") ? [code] : []));
}
const shop = { address: "https://shop.example/" };

describe("checkRedirects", () => {
  it("accepts what leads somewhere, with the parameters of its own path", () => {
    expect(codesOf(route("a", "/a/<int:id>/", at("b")), route("b", "/b/<str:id>/", shop))).toEqual([]);
  });

  it("refuses what leads nowhere", () => {
    expect(codesOf(route("a", "/a/", at("b")))).toEqual(["ROUTE_E005"]);
    expect(codesOf(route("a", "/a/", at("b")), route("b", "/b/<int:id>/", shop))).toEqual(["ROUTE_E005"]);
    expect(codesOf(route("a", "/a/<str:id>/", at("b")), route("b", "/b/<int:id>/", shop))).toEqual(["ROUTE_E005"]);
  });

  it("refuses what leads back to itself, also over paths", () => {
    expect(codesOf(route("a", "/a/", at("a")))).toEqual(["ROUTE_E006"]);
    expect(codesOf(route("a", "/a/", at("b")), route("b", "/b/", { address: "/a?x#y" }))).toEqual([
      "ROUTE_E006",
      "ROUTE_E006",
    ]);
  });

  it.each([
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "https://user@evil.example/",
    "https:///evil.example",
    "shop.example",
    "/a\nb",
    "",
  ])("refuses the address %j", (address) => {
    expect(redirect.options.safeParse({ name: "redirect", to: { address }, isPermanent: false }).success).toBe(false);
  });
  it.each(["/", "/a/b?c=d#e", "https://shop.example", "http://shop.example:8080/a"])("accepts %s", (address) => {
    expect(redirect.options.safeParse({ name: "redirect", to: { address }, isPermanent: false }).success).toBe(true);
  });
});
