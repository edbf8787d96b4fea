import { describe, expect, it } from "vitest";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { defaultAccounts } from "#engine/definition/users";
import { app, choice, fieldId, integer, model, modelId, relation, testId, text } from "../../tests/builders.ts";
import { fieldRule } from "../../tests/support/grants.ts";
import { withUsers } from "../../tests/support/users.ts";
import { accessChanges } from "./access-changes.ts";
import { describeRule } from "./describe-rule.ts";
import { forApiClients } from "./for-api-clients.ts";
import { forPeople } from "./for-people.ts";

const read = (definition: AppDefinition) => readDefinition(definition);
const withRecord = (definition: AppDefinition, record: DefinitionRecord): AppDefinition => ({
  ...definition,
  records: { ...definition.records, [record.id]: record },
});
const modelIn = (name: string): ModelRecord => ({
  kind: "model",
  id: modelId(name),
  name,
  label: name,
  defaultOrder: [],
  order: "a",
});
const asRecords = (record: DefinitionRecord) => ({ [record.id]: record });
const route = (path: string, access?: string): DefinitionRecord => ({
  kind: "route",
  id: testId("route", "books"),
  name: "books",
  label: "Books",
  path,
  view: { name: "list", modelId: modelId("book"), pageSize: 20 },
  order: "a",
  ...(access === undefined ? {} : { access }),
});

describe("accessChanges", () => {
  const withRule = (expression?: string) =>
    read(app(model("book", text("title"), expression ? { rules: { read: expression } } : {})));

  it("says nothing about what stays closed, and marks all that opens", () => {
    expect(accessChanges(undefined, withRule())).toEqual([]);
    expect(accessChanges(undefined, withRule("true"))).toEqual([
      {
        modelId: modelId("book"),
        modelLabel: "Book",
        action: "read",
        before: "Nobody but builders",
        after: "Anyone on the internet",
        widens: true,
      },
    ]);
  });

  it.each([
    ["user != null", "true", true],
    ["true", "user != null", false],
    ["true", undefined, false],
    ['user.group == "staff"', "user != null", true],
    // Which of two custom rules admits more people is unknown, so a change counts as opening.
    ["title == user.name", "title != user.name", true],
  ])("from %s to %s widens: %s", (before, after, widens) => {
    expect(accessChanges(withRule(before), withRule(after))[0]?.widens).toBe(widens);
  });

  it("names fields that are opened and closed, and none that only follow their model", () => {
    const shop = app(model("line", text("price"), text("note"), { rules: { read: "true" } }));
    const hidden = {
      ...shop,
      records: { ...shop.records, ...asRecords(fieldRule("line.price", "read", { who: "users" })) },
    };
    const changes = (from: AppDefinition, to: AppDefinition) =>
      accessChanges(read(from), read(to)).map(({ field, action, before, after, widens }) => [
        field?.label,
        action,
        before,
        after,
        widens,
      ]);
    expect(changes(hidden, shop)).toEqual([
      ["Price", "read", "People who are signed in", "Everyone who may read Line", true],
    ]);
    expect(changes(shop, hidden)).toEqual([
      ["Price", "read", "Everyone who may read Line", "People who are signed in", false],
    ]);
    expect(changes(hidden, hidden)).toEqual([]);
  });

  it("never calls a rule something that it is not", () => {
    expect(describeRule(undefined, 'user.group == "staff" or true').words).toBe('Where user.group == "staff" or true');
    expect(describeRule(undefined, "  true ").words).toBe("Anyone on the internet");
  });
});

describe("opening an app to everybody who signs up", () => {
  it("is a change of access for all that people who sign in may do beyond visitors", () => {
    const club = withUsers(
      app(
        model("book", text("title"), { rules: { read: "user != null", create: "user.staff" } }),
        model("news", text("title"), { rules: { read: "true" } }),
        model("secret", text("title")),
      ),
    );
    const joined = (signUp?: "invite" | "approval" | "open") =>
      read({
        ...club,
        settings: { ...club.settings, accounts: { ...defaultAccounts, ...(signUp ? { signUp } : {}) } },
      });
    const changes = accessChanges(joined(), joined("open"));
    expect(changes.map(({ modelLabel, action }) => `${modelLabel} ${action}`)).toEqual([
      "Book read",
      "User read",
      "User update",
    ]);
    expect(changes[0]).toMatchObject({
      widens: true,
      after: "Anyone who is signed in or has an API key; anyone can sign up now",
    });
    expect(accessChanges(joined("open"), joined("open"))).toEqual([]);
    expect(accessChanges(joined("open"), joined("invite"))).toEqual([]);
    expect(accessChanges(joined("invite"), joined("approval"))).toEqual([]);
  });
});

describe("forPeople", () => {
  it("says which pages come, move, open and go", () => {
    const before = app(model("book", text("title"), { pluralLabel: "Books" }));
    const listed = withRecord(before, route("/books/"));
    expect(forPeople(read(before), read(listed))).toEqual([
      "New page /books/: a list of Books. May open it: nobody but builders.",
    ]);
    expect(forPeople(read(listed), read(withRecord(before, route("/all/", "true"))))).toEqual([
      "/books/ moves to /all/; links to the old address break.",
      "May open /all/: anyone on the internet; before: nobody but builders.",
    ]);
    expect(forPeople(read(listed), read(before))).toEqual(["The page /books/ is gone."]);
  });

  it("does not promise a page whose rows nobody may read", () => {
    const before = app(model("book", text("title"), { pluralLabel: "Books" }));
    expect(forPeople(read(before), read(withRecord(before, route("/books/", "true"))))).toEqual([
      "New page /books/: a list of Books. May open it: anyone on the internet. It stays closed until somebody may read Books.",
    ]);
  });

  it("tells of new fields only where a default page shows them", () => {
    const before = app(model("book", text("title")));
    const after = app(model("book", text("title"), integer("price")));
    expect(forPeople(read(before), read(after))).toEqual([]);
    expect(forPeople(read(withRecord(before, route("/b/"))), read(withRecord(after, route("/b/"))))).toEqual([
      'Pages of Book show "Price".',
    ]);
  });
});

describe("forApiClients", () => {
  const api = { api: true };
  it("calls breaking what breaks, and nothing else", () => {
    const before = read(app(model("book", text("title"), choice("state", ["a", "b"]), integer("old"), api)));
    const after = read(
      app(
        model(
          "book",
          text("headline", { as: "title" }),
          choice("state", ["a", "b", "c"]),
          text("isbn", { required: true }),
          text("note"),
          { ...api, pluralLabel: "Books" },
        ),
      ),
    );
    expect(forApiClients(before, after)).toEqual([
      { message: "/api/v1/book moves to /api/v1/books.", breaking: true },
      { message: '"title" of /api/v1/books is now called "headline".', breaking: true },
      { message: '"state" of /api/v1/books has another form.', breaking: true },
      { message: '/api/v1/books gets "isbn".', breaking: false },
      { message: 'A client that creates rows at /api/v1/books must now send "isbn".', breaking: true },
      { message: '/api/v1/books gets "note".', breaking: false },
      { message: '"old" of /api/v1/books is gone.', breaking: true },
    ]);
  });

  it("names the lists of rows that are renamed, appear or go", () => {
    const order = (reverse: string | undefined, isUnique = false) =>
      read(
        app(
          model("order", text("number"), { ...api, pluralLabel: "Orders" }),
          model("line", relation("order", "order", { reverse, unique: isUnique }), { ...api, pluralLabel: "Lines" }),
        ),
      );
    const changed = (...change: Parameters<typeof forApiClients>) =>
      forApiClients(...change).filter(({ message }) => message.includes("/orders"));
    expect(changed(order("lines"), order("items"))).toEqual([
      { message: '"lines" of /api/v1/orders is now called "items".', breaking: true },
    ]);
    expect(changed(order(undefined), order("lines"))).toEqual([
      { message: '/api/v1/orders gets the list "lines".', breaking: false },
    ]);
    expect(changed(order("lines"), order(undefined))).toEqual([
      { message: '"lines" of /api/v1/orders is gone.', breaking: true },
    ]);
    expect(changed(order("lines"), order("lines", true))).toEqual([
      { message: '"lines" of /api/v1/orders has another form.', breaking: true },
    ]);
    const linked = (name: string) =>
      read(
        withRecord(
          app(
            model("order", text("number"), { ...api, pluralLabel: "Orders" }),
            model("tag", text("name"), api),
            model("link", relation("order", "order"), relation("tag", "tag")),
          ),
          {
            ...modelIn("link"),
            link: { fields: [fieldId("link", "order"), fieldId("link", "tag")], names: [name, null], hidden: true },
          },
        ),
      );
    expect(changed(linked("tags"), linked("labels"))).toEqual([
      { message: '"tags" of /api/v1/orders is now called "labels".', breaking: true },
    ]);
  });

  it("says nothing about models that are not open", () => {
    expect(forApiClients(undefined, read(app(model("book", text("title")))))).toEqual([]);
    expect(forApiClients(undefined, read(app(model("book", text("title"), api))))).toEqual([
      { message: "/api/v1/book opens.", breaking: false },
    ]);
  });
});
