import { describe, expect, it } from "vitest";
import { compileRules } from "#engine/access/compile-rules";
import { checkAccess } from "#engine/checks/check-access";
import { readDefinition } from "#engine/definition/reader";
import { applyEdits } from "#engine/edits/apply-edits";
import { audienceOfAction, describeAudience, setAccess, setRule } from "#engine/edits/commands/access";
import { type Principal, visitor } from "#engine/principal";
import type { RowAccess } from "#engine/query/query-scope";
import { accessChanges } from "#engine/review/access-changes";
import { describeAccess } from "#engine/review/describe-rule";
import { identifier, printSql } from "#engine/sql/sql";
import { app, boolean, model, modelId, text } from "../builders.ts";
import { grant, group, groupId, withRecords } from "../support/grants.ts";

const key = (...groups: string[]): Principal => ({ kind: "key", id: 1, name: "k", groups: new Set(groups) });
const get = { method: "GET", path: "/", time: "2026-01-01T00:00:00Z" };
const book = modelId("book");

const drawn = app(
  model("book", text("name"), boolean("flag"), boolean("open"), { rules: { read: "open" } }),
  model("plain", text("name"), boolean("flag"), { rules: { read: 'flag or user.group == "editors"' } }),
);
const groups = [group("editors"), group("staff")];
const withGrants = withRecords(
  drawn,
  ...groups,
  grant("book", "read", { who: groupId("editors") }),
  grant("book", "read", { who: groupId("staff"), where: "flag" }),
  grant("book", "update", { who: "visitors", where: 'request.method == "GET"' }),
  grant("book", "create", { who: "users" }),
  grant("book", "delete", { who: groupId("gone") }),
);
const rules = compileRules(readDefinition(withGrants), "app_1");
const whereOf = (access: RowAccess): string =>
  access.kind === "rows" ? printSql(access.filter((column) => identifier(column))).text : access.kind;

describe("rules of one model and action", () => {
  it("add up, each for those whom it is for", () => {
    const kindOf = (caller: Principal) => rules.classOf(caller).access(book, "read").kind;
    expect([visitor, key(), key("staff"), key("editors"), key("editors", "staff")].map(kindOf)).toEqual([
      "rows",
      "rows",
      "rows",
      "open",
      "open",
    ]);
  });

  it("give people who are signed in nothing that a key has", () => {
    expect(rules.classOf(key("staff")).access(book, "create").kind).toBe("closed");
    expect(rules.classOf(visitor).access(book, "create").kind).toBe("closed");
    expect(rules.access(book, "create", "key").kind).toBe("closed");
  });

  it("are judged without a statement when the rules for a class read no row", () => {
    expect(rules.permits(book, "update", visitor, get)).toBe(true);
    expect(rules.permits(book, "update", visitor, { ...get, method: "POST" })).toBe(false);
    expect(rules.permits(book, "update", key("editors"), get)).toBe(false);
  });

  it("for a group that does not exist give nothing, and are a problem", () => {
    expect(rules.classOf(key("gone")).access(book, "delete").kind).toBe("closed");
    expect(checkAccess(readDefinition(withGrants)).map(({ code }) => code)).toContain("RULE_E009");
  });

  it("say what a kind of caller may have at most", () => {
    expect(rules.access(book, "read", "key").kind).toBe("rows");
    expect(rules.access(book, "update", "visitor").kind).toBe("rows");
    expect(rules.access(book, "update", "key").kind).toBe("closed");
  });
});

describe("a rule that does not say for whom", () => {
  const plain = modelId("plain");

  it("has the statement that it always had", () => {
    const ofApp = compileRules(readDefinition(withRecords(drawn, ...groups)), "app_1");
    const sqlFor = (caller: Principal) => whereOf(ofApp.classOf(caller).access(plain, "read"));
    expect([visitor, key("staff"), key("editors")].map(sqlFor)).toEqual(['"flag"', '"flag"', "open"]);
  });

  it("has it also beside a rule for a group, for callers of no such group", () => {
    const joined = withRecords(
      drawn,
      ...groups,
      grant("plain", "read", { who: groupId("staff"), where: "name == null" }),
    );
    const ofApp = compileRules(readDefinition(joined), "app_1");
    const sqlFor = (caller: Principal) => whereOf(ofApp.classOf(caller).access(plain, "read"));
    expect([visitor, key("staff"), key("editors")].map(sqlFor)).toEqual([
      '"flag"',
      '("flag" OR ("name" IS NULL))',
      "open",
    ]);
  });
});

describe("several rules for one action", () => {
  const reader = readDefinition(withGrants);

  it("are described one after the other", () => {
    expect(describeAccess(reader, book, "read").words).toBe(
      "Where open; the group Editors; the group Staff where flag",
    );
    expect(describeAudience(reader, audienceOfAction(reader, book, "read"))).toBe(
      "those for whom open and the group Editors and the group Staff where flag",
    );
    expect(describeAccess(reader, book, "create")).toEqual({ words: "People who are signed in", openness: 2 });
    expect(audienceOfAction(reader, book, "create")).toEqual({ grants: [expect.objectContaining({ who: "users" })] });
  });

  it("change who may, in the words of a publish", () => {
    const changes = accessChanges(readDefinition(withRecords(drawn, ...groups)), reader);
    expect(changes.map(({ action, before, after, widens }) => [action, before, after, widens])).toContainEqual([
      "read",
      "Where open",
      "Where open; the group Editors; the group Staff where flag",
      true,
    ]);
  });

  const random = (count: number) => new Uint8Array(count).map((_, at) => (at * 37 + 11) % 256);
  const run = (command: ReturnType<typeof setRule>) => {
    const result = applyEdits(withGrants, command.operations);
    if (!result.ok) throw new Error(result.refusal.message);
    return readDefinition(result.definition);
  };

  it("are set one by one", () => {
    const input = { modelId: book, action: "read" as const };
    const changed = run(setRule(reader, { ...input, who: groupId("staff"), expression: "true" }, random));
    expect(changed.grants(book, "read").map(({ expression }) => expression)).toEqual(
      expect.arrayContaining(["open", "true", "true"]),
    );
    const less = run(setRule(reader, { ...input, who: groupId("staff"), expression: undefined }, random));
    expect(less.grants(book, "read")).toHaveLength(2);
    const added = run(setRule(reader, { ...input, who: "visitors", expression: "flag" }, random));
    expect(added.rule(book, "read", "visitors")).toMatchObject({ who: "visitors", expression: "flag" });
  });

  it("give way to one answer for the whole action", () => {
    const after = run(setAccess(reader, { modelId: book, action: "read", audience: "anyone" }, random));
    expect(after.grants(book, "read").map(({ who, expression }) => [who, expression])).toEqual([[undefined, "true"]]);
    expect(audienceOfAction(after, book, "read")).toBe("anyone");
  });

  it("take the place of an earlier one for the same callers, and leave the others", () => {
    const again = { ...grant("book", "read", { who: groupId("staff") }), id: "rul_00000000000000000000" as const };
    const result = applyEdits(withGrants, [{ op: "create", record: again }]);
    expect(
      result.ok &&
        readDefinition(result.definition)
          .grants(book, "read")
          .map(({ id }) => id),
    ).toHaveLength(3);
  });
});
