import { describe, expect, it } from "vitest";
import { checkApp } from "#engine/checks/check-app";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { choicesWhereOf, type FieldRecord } from "#engine/definition/records/field";
import { applyEdits } from "#engine/edits/apply-edits";
import { renameField } from "#engine/edits/commands/fields";
import { choicesOf } from "#engine/expressions/choices";
import { planSchema } from "#engine/schema/plan/plan-schema";
import { app, boolean, fieldId, model, relation, text } from "../builders.ts";

const addresses = (choicesWhere: string): AppDefinition =>
  app(
    model("country", text("name"), boolean("active"), { rules: { read: "true" } }),
    model("city", text("name"), relation("country", "country"), { rules: { read: "true" } }),
    model("address", text("street"), relation("country", "country"), relation("city", "city", { choicesWhere }), {
      rules: { read: "true" },
    }),
  );
const city = fieldId("address", "city");
const problems = (source: string) => checkApp(addresses(source)).filter(({ recordId }) => recordId === city);

describe("the condition of the rows that a relation may be set to", () => {
  it("says what it reads of the row that holds the relation", () => {
    const reads = (source: string) => {
      const reader = readDefinition(addresses(source));
      return choicesOf(reader, reader.field(city) as FieldRecord)?.reads;
    };
    expect(reads("target.country == record.country and record.street != 'x'")).toEqual(["country", "street"]);
    expect(reads("target.country.active")).toEqual([]);
    expect(reads("target.nothing == 1")).toBeUndefined();
  });

  it("is checked as an expression over record, target and user", () => {
    expect(problems("target.country == record.country and user.id != null")).toEqual([]);
    expect(problems("target.county == record.country").map(({ code, property }) => [code, property])).toEqual([
      ["EXPR_E021", "type"],
    ]);
    expect(problems("name == 'Oslo'")).toHaveLength(1);
    expect(problems("target.name").map(({ code }) => code)).toEqual([expect.stringMatching(/^EXPR_/)]);
  });

  it("follows renames of the fields that it names, on both rows", () => {
    let definition = addresses("target.country == record.country");
    for (const [id, name] of [
      [fieldId("city", "country"), "land"],
      [fieldId("address", "country"), "state"],
    ] as const) {
      const result = applyEdits(definition, renameField(readDefinition(definition), { fieldId: id, name }).operations);
      if (!result.ok) throw new Error(result.refusal.message);
      ({ definition } = result);
    }
    expect(choicesWhereOf(definition.records[city] as FieldRecord)).toBe("target.land == record.state");
  });

  it("is no work on the data", () => {
    const [from, to] = [addresses("target.country.active"), addresses("target.name != null")].map(readDefinition);
    const plan = planSchema({ from, to: to as never, physical: { archived: [], staged: [] }, answers: {} });
    expect(plan.operations ?? []).toEqual([]);
  });
});
