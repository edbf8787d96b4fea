import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../tests/arbitraries/definitions.ts";
import { app, model, testId, text } from "../../../tests/builders.ts";
import { checkApp } from "../../checks/check-app.ts";
import type { AppDefinition } from "../../definition/app-definition.ts";
import { readDefinition } from "../../definition/reader.ts";
import { coreParts } from "../../definition/records/field.ts";
import { coreFieldsOf, usersModelOf } from "../../definition/users.ts";
import { applyEdits } from "../apply-edits.ts";
import type { EditOperation } from "../edit.ts";
import { copyModels, readCopied } from "./copied-records.ts";
import { addField, duplicateField, renameField } from "./fields.ts";
import { duplicateModel } from "./models.ts";
import { paste } from "./paste.ts";
import { addUsers } from "./users.ts";

const random = seededRandom(11);
const shop = app(model("book", text("title")));

function applied(definition: AppDefinition, operations: readonly EditOperation[]) {
  const result = applyEdits(definition, operations);
  if (!result.ok) throw new Error(result.refusal.message);
  return result;
}
const withUsers = applied(shop, addUsers(readDefinition(shop), random).operations);
const reader = readDefinition(withUsers.definition);
const users = usersModelOf(reader);
if (!users) throw new Error("no users");
const core = coreFieldsOf(reader, users);

describe("Add users", () => {
  it("makes a model with every core field, two groups and the rules of one's own row", () => {
    expect(users.name).toBe("user");
    expect(Object.keys(core).sort()).toEqual([...coreParts].sort());
    expect(reader.groups.map(({ label }) => label)).toEqual(["Staff", "Editors"]);
    expect(reader.rules(users.id).map(({ action, expression }) => `${action}: ${expression}`)).toEqual(
      expect.arrayContaining(["read: record.id == user.id or user.staff", "update: record.id == user.id"]),
    );
    expect(checkApp(withUsers.definition)).toEqual([]);
  });

  it("is taken back whole by one undo, and does nothing the second time", () => {
    expect(applied(withUsers.definition, withUsers.inverse).definition).toEqual(shop);
    expect(addUsers(reader, random).operations).toEqual([]);
  });

  it("keeps groups of the same names, and takes another name where there is a model called user", () => {
    const taken = app(model("user", text("name")));
    const first = applied(taken, [
      { op: "create", record: { kind: "group", id: testId("group", "g"), name: "staff", label: "Crew", order: "a0" } },
    ]).definition;
    const after = readDefinition(applied(first, addUsers(readDefinition(first), random).operations).definition);
    expect(after.groups.map(({ label }) => label).sort()).toEqual(["Crew", "Editors"]);
    expect(usersModelOf(after)?.name).toBe("user_2");
  });
});

describe("the users' model", () => {
  const codesAfter = (...operations: EditOperation[]) =>
    checkApp(applied(withUsers.definition, operations).definition).map(({ code }) => code);
  const field = (part: keyof typeof core) => core[part]?.id ?? ("fld_" as never);

  it("is not published without a field that signing in needs, or with another type of it", () => {
    for (const part of coreParts) expect(codesAfter({ op: "delete", id: field(part) })).toContain("USER_E002");
    const type = { name: "long_text" };
    expect(codesAfter({ op: "update", id: field("name"), set: { type }, unset: [] })).toContain("USER_E003");
    expect(codesAfter({ op: "update", id: field("active"), set: { required: false }, unset: [] })).toContain(
      "USER_E003",
    );
    // Nobody has signed in when they are invited.
    expect(codesAfter({ op: "update", id: field("last_sign_in"), set: { required: true }, unset: [] })).toContain(
      "USER_E003",
    );
    const [constraint] = reader.constraints(users.id);
    expect(codesAfter({ op: "delete", id: constraint?.id as never })).toEqual(["USER_E004"]);
  });

  it("may have its fields renamed", () => {
    const set = { name: "address", label: "Address" };
    expect(codesAfter({ op: "update", id: field("email"), set, unset: [] })).toEqual([]);
  });

  it("is followed by user.<field> in rules, routes and templates when a field of one's own is renamed", () => {
    const type = { name: "text", maxLength: 50 };
    const city = addField(reader, { modelId: users.id, label: "City", type }, random);
    const plain = applied(withUsers.definition, city.operations).definition;
    const ruleId = testId("rule", "near");
    const routeId = testId("route", "near");
    const templateId = testId("template", "near.html");
    const near = applied(plain, [
      {
        op: "create",
        record: { kind: "rule", id: ruleId, modelId: users.id, action: "delete", expression: "city == user.city" },
      },
      {
        op: "create",
        record: {
          kind: "template",
          id: templateId,
          name: "near.html",
          source: "{{ user.city }}, {{ user.name }}",
          order: "a",
        },
      },
      {
        op: "create",
        record: {
          kind: "route",
          id: routeId,
          name: "near",
          label: "Near",
          path: "/near/",
          access: 'user.city == "Rome"',
          view: { name: "template", templateId },
          order: "a",
        },
      },
    ]).definition;
    const renamed = renameField(readDefinition(near), { fieldId: city.fieldId, name: "town" });
    const after = readDefinition(applied(near, renamed.operations).definition);
    expect(after.record(ruleId)).toMatchObject({ expression: "town == user.town" });
    expect(after.record(routeId)).toMatchObject({ access: 'user.town == "Rome"' });
    expect(after.record(templateId)).toMatchObject({ source: "{{ user.town }}, {{ user.name }}" });
  });

  it("never exists twice, and what a field is for never changes", () => {
    const second = applied(withUsers.definition, [
      { op: "create", record: { ...users, id: testId("model", "second"), name: "second" } },
    ]).definition;
    expect(checkApp(second).map(({ code }) => code)).toContain("USER_E001");
    for (const [id, set] of [
      [users.id, { purpose: "users" }],
      [field("name"), { core: "email" }],
    ] as const) {
      const result = applyEdits(withUsers.definition, [{ op: "update", id, set, unset: [] }]);
      expect(result.ok || result.refusal.code).toBe("property_fixed");
    }
  });

  it("is copied as a model like others", () => {
    const duplicated = duplicateModel(reader, { modelId: users.id }, random).operations;
    const field = duplicateField(reader, { fieldId: core.name?.id as never }, random).operations;
    const copied = readCopied(copyModels(reader, [users.id]));
    const pasted = copied ? paste(reader, { copied }, random).operations : [];
    for (const operations of [duplicated, field, pasted]) {
      expect(operations.length).toBeGreaterThan(0);
      expect(codesAfter(...operations)).not.toContain("USER_E001");
      expect(codesAfter(...operations)).not.toContain("USER_E005");
    }
  });
});
