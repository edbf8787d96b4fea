import { describe, expect, it } from "vitest";
import { app, fieldId, model, modelId, text } from "../../tests/builders.ts";
import { fieldRule, grant, group, groupId, withRecords } from "../../tests/support/grants.ts";
import { readDefinition } from "../definition/reader.ts";
import type { Who } from "../definition/records/access.ts";
import { accessVerdicts } from "./access-verdicts.ts";

const editors = groupId("editors");
const whos: readonly Who[] = ["everyone", "visitors", "users", editors];

describe("what callers may do by all rules together", () => {
  const read = (rule: string | undefined, ...records: Parameters<typeof withRecords>[1][]) => {
    const definition = app(model("book", text("title"), rule === undefined ? {} : { rules: { read: rule } }));
    const verdicts = accessVerdicts(readDefinition(withRecords(definition, group("editors"), ...records)));
    return whos.map((who) => verdicts.rows(who, modelId("book"), "read") ?? "-").join(" ");
  };

  it.each([
    [undefined, "- none none none"],
    ["true", "- all all all"],
    ["user != null", "- none all all"],
    ['user.group == "editors"', "- none none all"],
    ['record.title == "x"', "- some some some"],
    ['user.group == "editors" or record.title == "x"', "- some some all"],
  ])("for everyone %s", (rule, expected) => {
    expect(read(rule)).toBe(expected);
  });

  it("adds up rules for single callers, and a key of a group is not a user", () => {
    expect(read(undefined, grant("book", "read", { who: "users" }))).toBe("- none all none");
    expect(read('record.title == "x"', grant("book", "read", { who: editors }))).toBe("- some some all");
  });

  it("says who may read a field", () => {
    const definition = withRecords(
      app(model("book", text("title"), { rules: { read: "true" } })),
      group("editors"),
      fieldRule("book.title", "read", { who: editors }),
    );
    const reader = readDefinition(definition);
    const field = reader.field(fieldId("book", "title"));
    expect(field && whos.map((who) => accessVerdicts(reader).field(who, field, "read"))).toEqual([
      undefined,
      false,
      false,
      true,
    ]);
  });
});
