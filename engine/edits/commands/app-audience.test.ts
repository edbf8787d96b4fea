import { describe, expect, it } from "vitest";
import { checkApp } from "../../checks/check-app.ts";
import { type AppDefinition, emptyDefinition } from "../../definition/app-definition.ts";
import { type DefinitionReader, readDefinition } from "../../definition/reader.ts";
import { applyEdits } from "../apply-edits.ts";
import { confirmRules, setAccess, setRule } from "./access.ts";
import { modelsWithAnException, setAppAudience } from "./app-audience.ts";
import type { EditCommand } from "./edit-command.ts";
import { addModel } from "./models.ts";

let seed = 0;
const random = (length: number) => Uint8Array.from({ length }, () => (seed = (seed * 31 + 17) % 251));

/** Applies commands one after another, each made for the definition so far. */
function draw(...commands: readonly ((reader: DefinitionReader) => EditCommand)[]): AppDefinition {
  let definition = emptyDefinition("Shop");
  for (const command of commands) {
    const applied = applyEdits(definition, command(readDefinition(definition)).operations);
    if (!applied.ok) throw new Error(JSON.stringify(applied));
    definition = applied.definition;
  }
  return definition;
}
const withModel =
  (label: string) =>
  (reader: DefinitionReader): EditCommand =>
    addModel(reader, { label, withPagesAndApi: true }, random);
const idOf = (reader: DefinitionReader, label: string) => {
  const model = reader.models.find((each) => each.label === label);
  if (!model) throw new Error(`No model ${label}`);
  return model.id;
};
const readers = (definition: AppDefinition): Record<string, string | undefined> => {
  const reader = readDefinition(definition);
  return Object.fromEntries(reader.models.map(({ id, label }) => [label, reader.rule(id, "read")?.expression]));
};
const accessWarnings = (definition: AppDefinition): string[] =>
  checkApp(definition)
    .map(({ code }) => code)
    .filter((code) => /^(?:RULE|API)_W/.test(code));

describe("who the app is for", () => {
  const asked = (audience: "anyone" | "any_key" | "builders") => (reader: DefinitionReader) =>
    setAppAudience(reader, audience, random);

  it("is one answer for all models, and for those that are drawn later", () => {
    const definition = draw(withModel("Book"), withModel("Author"), asked("anyone"), withModel("Review"));
    expect(readers(definition)).toEqual({ Book: "true", Author: "true", Review: "true" });
    expect(accessWarnings(definition)).toEqual([]);
  });

  it("allows nothing until it is answered", () => {
    const definition = draw(withModel("Book"));
    expect(readers(definition)).toEqual({ Book: undefined });
    expect(accessWarnings(definition)).toEqual(["API_W003"]);
  });

  it("may be builders on purpose, which is no warning", () => {
    const definition = draw(withModel("Book"), asked("builders"));
    expect(readers(definition)).toEqual({ Book: undefined });
    expect(accessWarnings(definition)).toEqual([]);
  });

  it("leaves exceptions alone when the answer is another", () => {
    const definition = draw(
      withModel("Book"),
      withModel("Order"),
      asked("anyone"),
      (reader) => setAccess(reader, { modelId: idOf(reader, "Order"), action: "read", audience: "builders" }, random),
      asked("any_key"),
    );
    expect(readers(definition)).toEqual({ Book: "user != null", Order: undefined });
    const reader = readDefinition(definition);
    expect(modelsWithAnException(reader).map(({ label }) => label)).toEqual(["Order"]);
  });
});

describe("a rule that lets everybody in", () => {
  const typed = (expression: string) => (reader: DefinitionReader) =>
    setRule(reader, { modelId: idOf(reader, "Book"), action: "create", expression }, random);
  const confirmed = (reader: DefinitionReader) =>
    confirmRules(
      reader,
      reader.ofKind("rule").map(({ id }) => id),
    );

  it("is warned of until somebody says that it is meant", () => {
    expect(accessWarnings(draw(withModel("Book"), typed("true")))).toContain("RULE_W004");
    expect(accessWarnings(draw(withModel("Book"), typed("true"), confirmed))).toEqual([]);
  });

  it("is warned of again when it is another than was confirmed", () => {
    const definition = draw(withModel("Book"), typed("user != null"), confirmed, typed("true"));
    expect(accessWarnings(definition)).toContain("RULE_W004");
  });
});
