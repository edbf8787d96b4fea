import type { AppDefinition } from "#engine/definition/app-definition";
import type { FieldSpec } from "../builders.ts";
import { app, boolean, date, decimal, field, longText, model, modelId, relation, testId } from "../builders.ts";

/** The benchmark's two tables as an app. The row rule uses the caller's group, as a real one does. */
const RULE = 'user.group == "staff" or (user.group == "readers" and price >= 0)';

const sized = (name: string, maxLength: number): FieldSpec =>
  field(name, { name: "text", maxLength }, { required: true });

/** The same page as the hand-written server's. */
const LIST_TEMPLATE = `<!doctype html><html><head><title>Books</title></head><body><h1>Books</h1><table>
<tr><th>#</th><th>Title</th><th>Author</th><th>Price</th><th>Published</th></tr>
{% for book in page.items %}<tr><td>{{ book.id }}</td><td><a href="/books/{{ book.id }}">{{ book.title }}</a></td><td>{{ book.author.name }}</td><td>{{ book.price }}</td><td>{{ book.published }}</td></tr>
{% endfor %}</table></body></html>`;

export function bookshop(): AppDefinition {
  const definition = app(
    model(
      "author",
      sized("name", 100),
      field("email", { name: "email" }, { required: true }),
      longText("bio", { required: true }),
      {
        rules: { read: 'user.group == "readers" or user.group == "staff"' },
        api: true,
      },
    ),
    model(
      "book",
      sized("title", 200),
      sized("isbn", 20),
      decimal("price", { required: true, type: { name: "decimal", digits: 10, scale: 2 } }),
      date("published", { required: true, indexed: true }),
      boolean("in_stock", { required: true, default: true }),
      relation("author", "author", { required: true }),
      field("created_at", { name: "created_at" }),
      { pluralLabel: "Books", rules: { read: RULE, create: RULE }, api: true },
    ),
  );
  const group = testId("group", "readers");
  const template = testId("template", "books");
  const route = testId("route", "books");
  return {
    ...definition,
    records: {
      ...definition.records,
      [group]: { kind: "group", id: group, name: "readers", label: "Readers", order: "i" },
      [template]: { kind: "template", id: template, name: "books.html", source: LIST_TEMPLATE, order: "i" },
      [route]: {
        kind: "route",
        id: route,
        name: "books",
        label: "Books",
        path: "/books/",
        view: { name: "list", modelId: modelId("book"), templateId: template, pageSize: 20 },
        access: "true",
        order: "i",
      },
    },
  };
}

export const readersGroupId = testId("group", "readers");
