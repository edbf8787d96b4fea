import { createRow, type RowKey } from "#contract/http/data";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { ModelId } from "#engine/definition/ids";
import type { JsonValue } from "#engine/definition/json";
import {
  app,
  boolean,
  choice,
  date,
  decimal,
  integer,
  longText,
  model,
  modelId,
  relation,
  testId,
  text,
} from "../builders.ts";
import type { TestApp } from "./apps.ts";
import type { Quintet } from "./quintet.ts";

/** An app as somebody would have it after a morning: three related models, pages, a template, a group. */
export function bookshop(): AppDefinition {
  const open = { rules: { read: "true", create: 'user.group == "editors"' }, api: true } as const;
  const definition = app(
    model("author", text("name", { required: true }), date("born"), longText("biography"), {
      ...open,
      pluralLabel: "Authors",
    }),
    model(
      "book",
      text("title", { required: true }),
      decimal("price"),
      integer("pages"),
      date("published"),
      choice("state", ["planned", "in print", "sold out"]),
      boolean("signed"),
      relation("author", "author"),
      { ...open, pluralLabel: "Books" },
    ),
    model(
      "review",
      relation("book", "book", { required: true, onDelete: "cascade" }),
      integer("stars", { required: true }),
      longText("words"),
      text("by"),
      { ...open, pluralLabel: "Reviews" },
    ),
  );
  const page = testId("template", "about");
  return {
    ...definition,
    records: {
      ...definition.records,
      [testId("group", "editors")]: {
        kind: "group",
        id: testId("group", "editors"),
        name: "editors",
        label: "Editors",
        order: "a",
      },
      [page]: {
        kind: "template",
        id: page,
        name: "about.html",
        source: `{% extends "_default/base.html" %}\n{% block main %}\n  <h1>About the shop</h1>\n{% endblock %}\n`,
        order: "a",
      },
      ...route("book_list", "/", { name: "list", modelId: modelId("book"), pageSize: 20 }, "a"),
      ...route("book_detail", "/books/<int:id>/", { name: "detail", modelId: modelId("book") }, "b"),
      ...route("about", "/about/", { name: "template", templateId: page }, "c"),
    },
  } as AppDefinition;
}

const route = (name: string, path: string, view: JsonValue, order: string) => ({
  [testId("route", name)]: {
    kind: "route",
    id: testId("route", name),
    name,
    label: name.replace("_", " "),
    path,
    view,
    access: "true",
    order,
  },
});

/** Its live rows, written as a builder writes them. */
export async function stockBookshop(quintet: Quintet, shop: TestApp): Promise<void> {
  const add = async (of: ModelId, values: Record<string, JsonValue>) =>
    (await quintet.call(createRow, { params: { appId: shop.appId, modelId: of }, body: { values } })).id;
  const ursula = await add(modelId("author"), { name: "Ursula K. Le Guin", born: "1929-10-21" });
  const octavia = await add(modelId("author"), { name: "Octavia E. Butler", born: "1947-06-22" });
  const books: readonly (readonly [string, RowKey, string, number, string])[] = [
    ["The Dispossessed", ursula, "9.90", 341, "1974-05-01"],
    ["The Left Hand of Darkness", ursula, "8.50", 304, "1969-03-01"],
    ["Kindred", octavia, "11.00", 264, "1979-06-01"],
    ["Parable of the Sower", octavia, "12.40", 299, "1993-10-01"],
    ["Dawn", octavia, "10.20", 264, "1987-05-01"],
  ];
  for (const [title, author, price, pages, published] of books)
    await add(modelId("book"), { title, author, price, pages, published, state: "in print", signed: pages === 264 });
  await add(modelId("review"), { book: 1, stars: 5, words: "Twice a year.", by: "Ada" });
}
