import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { usersModelOf } from "#engine/definition/users";
import { applyEdits } from "#engine/edits/apply-edits";
import { addRelation } from "#engine/edits/commands/fields";
import { seededRandom } from "../arbitraries/definitions.ts";
import type { FieldSpec } from "../builders.ts";
import { app, boolean, date, decimal, field, longText, model, modelId, relation, testId } from "../builders.ts";
import { grant, withRecords } from "../support/grants.ts";
import { withUsers } from "../support/users.ts";

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

/**
 * The same with people who sign in. A book may have an owner; the rules are those that the matrix of rights writes: a
 * person reads and adds own books, and readers, people and keys alike, those that have a price. New books of the
 * benchmark have no owner: a thousand books a second that point to one person would measure the locks on that row.
 */
export function bookshopWithUsers(): AppDefinition {
  const people = withUsers(bookshop());
  const users = usersModelOf(readDefinition(people));
  if (!users) throw new Error("The benchmark's app has no users.");
  const owner = addRelation(
    readDefinition(people),
    { modelId: modelId("book"), targetModelId: users.id, label: "Owner", name: "owner" },
    seededRandom(5),
  );
  const result = applyEdits(people, owner.operations);
  if (!result.ok) throw new Error(result.refusal.message);
  const rules = [
    grant("author", "read", { who: readersGroupId }),
    ...(["read", "create"] as const).flatMap((action) => [
      grant("book", action, { who: "users", where: "record.owner == user.id" }),
      grant("book", action, { who: readersGroupId, where: "record.price >= 0" }),
    ]),
  ];
  const records = Object.entries(result.definition.records).filter(
    ([, record]) => record.kind !== "rule" || record.modelId === users.id,
  );
  return withRecords({ ...result.definition, records: Object.fromEntries(records) }, ...rules);
}
