import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../tests/arbitraries/definitions.ts";
import { app, field, model, modelId, text } from "../../../tests/builders.ts";
import { checkApp } from "../../checks/check-app.ts";
import type { AppDefinition } from "../../definition/app-definition.ts";
import { readDefinition } from "../../definition/reader.ts";
import { compileRoutes } from "../../routing/compile-routes.ts";
import { modelLinks } from "../../view-types/model-links.ts";
import type { View } from "../../view-types/registry.ts";
import { applyEdits } from "../apply-edits.ts";
import type { EditCommand } from "./edit-command.ts";
import { addModelPages, modelPages } from "./model-pages.ts";
import { addRoute } from "./routes.ts";

const random = seededRandom(11);
const ALL = ["list", "detail", "create", "update", "delete"];
const movie = modelId("movie");
const movies = (key?: "uuid") =>
  app(
    model("movie", text("title"), field("slug", { name: "slug" }, { unique: true }), {
      pluralLabel: "Movies",
      ...(key ? { key } : {}),
    }),
  );
const run = (definition: AppDefinition, command: EditCommand): AppDefinition => {
  const result = applyEdits(definition, command.operations);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.definition;
};
const route = (definition: AppDefinition, path: string, view: object) =>
  run(definition, addRoute(readDefinition(definition), { path, view: view as View, access: "true" }, random));
const add = (definition: AppDefinition, pages: readonly string[] = ALL) =>
  run(definition, addModelPages(readDefinition(definition), { modelId: movie, pages }, random));
const paths = (definition: AppDefinition) =>
  readDefinition(definition).routes.map(({ name, path }) => `${name} ${path}`);
const list = { name: "list", modelId: movie, pageSize: 5 };
const detail = { name: "detail", modelId: movie };

describe("the pages of a model, in one action", () => {
  it("are at the root of an empty app, and link to each other", () => {
    const definition = add(movies());
    expect(paths(definition)).toEqual([
      "movie_list /",
      "movie_detail /<int:id>/",
      "movie_new /new/",
      "movie_edit /<int:id>/edit/",
      "movie_delete /<int:id>/delete/",
    ]);
    const reader = readDefinition(definition);
    const links = modelLinks(reader, compileRoutes(reader.routes), movie);
    expect(Object.values(links).every((link) => link !== undefined)).toBe(true);
    expect(checkApp(definition).filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("stand beneath the model's list, under its key or the slug of its page", () => {
    const other = app(
      model("movie", text("title"), field("slug", { name: "slug" }, { unique: true }), { pluralLabel: "Movies" }),
      model("studio", text("name")),
    );
    const started = route(other, "/", { ...list, modelId: modelId("studio") });
    expect(paths(add(started)).slice(1)).toEqual([
      "movie_list /movies/",
      "movie_detail /movies/<int:id>/",
      "movie_new /movies/new/",
      "movie_edit /movies/<int:id>/edit/",
      "movie_delete /movies/<int:id>/delete/",
    ]);
    expect(paths(add(movies("uuid"))).slice(1, 4)).toEqual([
      "movie_detail /<uuid:id>/",
      "movie_new /new/",
      "movie_edit /<uuid:id>/edit/",
    ]);
    const bySlug = route(route(movies(), "/films", list), "/films/<slug:slug>", detail);
    expect(paths(add(bySlug, ["create", "update"])).slice(2)).toEqual([
      "movie_new /films/new/",
      "movie_edit /films/<slug:slug>/edit/",
    ]);
  });

  it("never take an address that another page has, whatever its parameter is called", () => {
    const studio = { ...list, modelId: modelId("studio") };
    const both = app(model("movie", text("title"), { pluralLabel: "Movies" }), model("studio", text("name")));
    const taken = route(route(route(both, "/movies/", list), "/movies/new", studio), "/movies/<int:pk>/edit/", {
      name: "detail",
      modelId: modelId("studio"),
    });
    expect(paths(add(taken, ["create", "update", "delete"])).slice(3)).toEqual([
      "movie_new /movies/new_2/",
      "movie_edit /movies/<int:id>/edit_2/",
      "movie_delete /movies/<int:id>/delete/",
    ]);
    // The list is somewhere else, and another model answers where its rows would be.
    const shadowed = route(route(both, "/movies/", list), "/movies/<int:n>/", {
      name: "detail",
      modelId: modelId("studio"),
    });
    expect(paths(add(shadowed, ["detail"])).at(-1)).toBe("movie_detail /movies_2/<int:id>/");
  });

  it("say which are there, and are made again under an address of their own when they are asked for", () => {
    const definition = add(movies(), ["list", "detail"]);
    const offers = modelPages(
      readDefinition(definition),
      readDefinition(definition).model(movie) as Parameters<typeof modelPages>[1],
    );
    expect(offers.map(({ label, path, route: there }) => [label, path, there !== undefined])).toEqual([
      ["List of Movies", "/", true],
      ["Page of one Movie", "/<int:id>/", true],
      ["New Movie page", "/new/", false],
      ["Edit Movie page", "/<int:id>/edit/", false],
      ["Delete Movie page", "/<int:id>/delete/", false],
    ]);
    expect(paths(add(definition, ["list", "create"])).slice(2)).toEqual([
      "movie_list_2 /movies/",
      "movie_new /movies/new/",
    ]);
  });

  it("can say who may use their forms, where no rule does yet", () => {
    const definition = movies();
    const command = addModelPages(
      readDefinition(definition),
      { modelId: movie, pages: ["list", "create", "update"], audience: "anyone" },
      random,
    );
    const reader = readDefinition(run(definition, command));
    expect(
      ["read", "create", "update", "delete"].map((action) => reader.rule(movie, action as "read")?.expression),
    ).toEqual([undefined, "true", "true", undefined]);
    expect(command.label).toBe("Add 3 pages of Movies");
    const again = addModelPages(reader, { modelId: movie, pages: ["delete"], audience: "any_key" }, random);
    expect(again.label).toBe("Add page: Delete Movie");
    expect(readDefinition(run(reader.definition, again)).rule(movie, "create")?.expression).toBe("true");
  });
});
