import { describe, expect, it } from "vitest";
import { app, model, modelId, testId, text } from "../../tests/builders.ts";
import { compileRules } from "../access/compile-rules.ts";
import { checkApp } from "../checks/check-app.ts";
import { applyEdits } from "../edits/apply-edits.ts";
import { deleteRouteGroup, moveToGroup } from "../edits/commands/route-groups.ts";
import type { EditOperation } from "../edits/edit.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import { appViews } from "../views/app-views.ts";
import type { AppDefinition } from "./app-definition.ts";
import { readDefinition } from "./reader.ts";
import type { RouteRecord } from "./records/route.ts";
import type { RouteGroupRecord } from "./records/route-group.ts";

const staff: RouteGroupRecord = {
  kind: "routeGroup",
  id: testId("routeGroup", "staff"),
  label: "Staff",
  prefix: "/staff",
  access: 'user.group == "staff"',
  order: "a",
};
const route = (name: string, over: Partial<RouteRecord>, groupId: RouteRecord["groupId"] = staff.id): RouteRecord => ({
  kind: "route",
  id: testId("route", name),
  name,
  label: name,
  path: `/${name}/`,
  view: { name: "list", modelId: modelId("book"), pageSize: 5 },
  ...(groupId === undefined ? {} : { groupId }),
  order: name,
  ...over,
});
const { groupId: _group, ...free } = route("e_free", {});
const layout = { kind: "template" as const, id: testId("template", "l"), name: "l.html", order: "a" };
function shop(group: Partial<RouteGroupRecord> = {}, source = ""): AppDefinition {
  const drawn = app(model("book", text("title"), { rules: { read: "true" } }));
  const records = [
    { ...staff, ...group },
    { ...layout, source },
    route("a_open", { access: "true" }),
    route("b_closed", {}),
    route("c_half", { access: 'user.name == "Ada" or user.name == "Bob"' }),
    route("d_lost", { access: "true" }, testId("routeGroup", "none")),
    { ...free, access: "true", path: "/staff/free/" },
  ];
  return {
    ...drawn,
    records: { ...drawn.records, ...Object.fromEntries(records.map((record) => [record.id, record])) },
  };
}
const facts = { method: "GET", path: "/", time: "2026-11-30T00:00:00Z" };
const visitor = { kind: "visitor" } as const;
const run = (definition: AppDefinition, operations: readonly EditOperation[]) => {
  const result = applyEdits(definition, operations);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.definition;
};
const openTo = (definition: AppDefinition) => {
  const reader = readDefinition(definition);
  const rules = compileRules(reader, "s");
  return reader.routes.filter(({ access }) => rules.admits(access, visitor, facts)).map(({ name }) => name);
};

describe("routes in groups", () => {
  it("are open to nobody whom the group or the route refuses", () => {
    const access = Object.fromEntries(readDefinition(shop()).routes.map(({ name, access: of }) => [name, of]));
    expect(access).toEqual({
      a_open: 'user.group == "staff"',
      b_closed: undefined,
      c_half: '(user.group == "staff") and (user.name == "Ada" or user.name == "Bob")',
      d_lost: undefined,
      e_free: "true",
    });
    expect(openTo(shop())).toEqual(["e_free"]);
    expect(openTo(shop({ access: "true" }))).toEqual(["a_open", "e_free"]);
    expect(openTo(shop({ access: "user.nothing" }))).toEqual(["e_free"]);
  });

  it("answer below the prefix, and clash there", () => {
    const reader = readDefinition(shop());
    const routes = compileRoutes(reader.routes);
    expect(routes.match("/staff/a_open/")?.route.name).toBe("a_open");
    expect(routes.match("/a_open/")).toBeUndefined();
    expect(routes.reverse("a_open")).toBe("/staff/a_open/");
    const clash = run(shop(), [{ op: "update", id: testId("route", "a_open"), set: { path: "/free/" }, unset: [] }]);
    expect(checkApp(clash).map(({ code }) => code)).toContain("PATH_E003");
  });

  it("keep their address when they join or leave, and their access when the group is deleted", () => {
    const id = testId("route", "e_free");
    const joined = run(shop(), moveToGroup(readDefinition(shop()), { routeId: id, groupId: staff.id }).operations);
    expect(joined.records[id]).toMatchObject({ path: "/free/", groupId: staff.id });
    const left = run(joined, moveToGroup(readDefinition(joined), { routeId: id, groupId: undefined }).operations);
    expect(left.records[id]).toMatchObject({ path: "/staff/free/" });
    const before = readDefinition(shop()).routes.filter(({ groupId }) => groupId === staff.id);
    const after = readDefinition(
      run(shop(), deleteRouteGroup(readDefinition(shop()), { groupId: staff.id }).operations),
    );
    for (const { groupId: _, ...one } of before) expect(after.routes.find((found) => found.id === one.id)).toEqual(one);
  });

  it("have the layout of their group, which may extend the built-in one", () => {
    const source = '{% extends "_default/base.html" %}{% block footer %}Staff only{% endblock %}';
    const definition = shop({ layoutId: layout.id }, source);
    expect(checkApp(definition).filter(({ code }) => code.startsWith("TEMPLATE"))).toEqual([]);
    const reader = readDefinition(definition);
    const views = appViews(reader, compileRoutes(reader.routes));
    const html = (name: string) => {
      const found = reader.routes.find((one) => one.name === name);
      const view = found && views.of(found);
      if (!view?.ok) throw new Error("no view");
      const request = { ...facts, origin: "https://x.example", user: null, params: {} };
      const page = view.view.lists?.page({
        path: "/",
        parameters: { names: [], values: [] },
        items: [],
        next: undefined,
        previous: undefined,
      });
      const budget = { maxOperations: 1e6, maxOutput: 1e6, deadline: 1, now: () => 0 };
      const result = view.view.template.render(view.view.data(request, page && { page }), budget);
      return result.ok ? result.html : "";
    };
    expect(html("a_open")).toContain("Staff only");
    expect(html("e_free")).not.toContain("Staff only");
  });

  it("and layouts that do not exist are reported", () => {
    const codes = checkApp(shop({ layoutId: testId("template", "none") })).map(({ code }) => code);
    expect(codes.filter((code) => code.startsWith("ROUTE")).sort()).toEqual(["ROUTE_E007", "ROUTE_E008"]);
  });
});
