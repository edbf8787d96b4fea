import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../tests/arbitraries/definitions.ts";
import { app, boolean, fieldId, model, modelId, relation, text } from "../../../tests/builders.ts";
import { checkApp } from "../../checks/check-app.ts";
import type { AppDefinition } from "../../definition/app-definition.ts";
import { type DefinitionReader, readDefinition } from "../../definition/reader.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { NO_PHYSICAL_STATE } from "../../schema/plan/next-physical.ts";
import { planSchema } from "../../schema/plan/plan-schema.ts";
import { applyEdits } from "../apply-edits.ts";
import type { EditCommand } from "./edit-command.ts";
import { deleteField } from "./fields.ts";
import { addLinkDetails, addManyToMany, isBareLink, removeLinkDetails, setLinkMutual, setLinkOrder } from "./links.ts";
import { deleteModel, duplicateModel } from "./models.ts";

const random = seededRandom(11);
const shop = app(
  model("book", text("title"), boolean("live"), relation("owner", "person"), {
    pluralLabel: "Books",
    rules: { update: "live or record.owner.name == user.name" },
  }),
  model("tag", text("name"), text("books"), { pluralLabel: "Tags" }),
  model("person", text("name")),
);
const run = (definition: AppDefinition, command: EditCommand): AppDefinition => {
  const result = applyEdits(definition, command.operations);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.definition;
};
const command = addManyToMany(
  readDefinition(shop),
  { modelId: modelId("book"), targetModelId: modelId("tag") },
  random,
);
const linked = run(shop, command);
const names = (reader: DefinitionReader, owner: string) =>
  reader.collections(modelId(owner)).map(({ name, kind, target }) => `${name}: ${kind} ${target.name}`);
const errors = (definition: AppDefinition) =>
  checkApp(definition).flatMap(({ code, severity }) => (severity === "error" ? [code] : []));

describe("a link of two models", () => {
  it("is one step: a model with two relations, a pair only once, and a free name at each end", () => {
    const reader = readDefinition(linked);
    expect(names(reader, "book")).toEqual(["tags: linked tag"]);
    expect(names(reader, "tag")).toEqual(["books_2: linked book"]);
    expect(reader.fields(command.modelId).map(({ name, required }) => [name, required])).toEqual([
      ["book", true],
      ["tag", true],
    ]);
    expect(reader.constraints(command.modelId).map(({ type }) => type.kind)).toEqual(["unique"]);
    expect(errors(linked)).toEqual([]);
  });

  it("is added to and removed from by whoever may change the first row", () => {
    const rules = readDefinition(linked).rules(command.modelId);
    const expression = "record.book.live or record.book.owner.name == user.name";
    expect(rules.map((rule) => [rule.action, rule.expression])).toEqual(
      expect.arrayContaining([
        ["create", expression],
        ["delete", expression],
      ]),
    );
    expect(rules).toHaveLength(2);
  });

  it("gets details, and loses them, without a change of its table", () => {
    const shown = run(linked, addLinkDetails(readDefinition(linked), { modelId: command.modelId }));
    expect(readDefinition(shown).model(command.modelId)?.link?.hidden).toBe(false);
    const plan = planSchema({
      from: readDefinition(linked),
      to: readDefinition(shown),
      physical: NO_PHYSICAL_STATE,
      answers: {},
    });
    expect(JSON.stringify(plan.operations)).toBe("[]");
    const hidden = run(shown, removeLinkDetails(readDefinition(shown), { modelId: command.modelId }));
    expect(hidden).toEqual(linked);
  });

  it("goes with either of its ends, and is no link without one of its relations", () => {
    const without = run(linked, deleteModel(readDefinition(linked), { modelId: modelId("tag") }));
    expect(readDefinition(without).model(command.modelId)).toBeUndefined();
    expect(errors(without)).toEqual([]);
    const [first] = readDefinition(linked).fields(command.modelId);
    if (!first) throw new Error("no relation");
    const bare = run(linked, deleteField(readDefinition(linked), { fieldId: first.id }));
    expect(readDefinition(bare).model(command.modelId)?.link).toBeUndefined();
  });

  it("is a model like others in a copy", () => {
    const copy = duplicateModel(readDefinition(linked), { modelId: command.modelId }, random);
    const after = readDefinition(run(linked, copy));
    expect(after.model(copy.modelId)?.link).toBeUndefined();
    expect(errors(after.definition)).toEqual([]);
  });

  it("of a model with itself has two relations and one name at first", () => {
    const self = addManyToMany(
      readDefinition(shop),
      { modelId: modelId("person"), targetModelId: modelId("person") },
      random,
    );
    const reader = readDefinition(run(shop, self));
    expect(reader.fields(self.modelId).map(({ name }) => name)).toEqual(["person", "other_person"]);
    expect(names(reader, "person")).toEqual(["person: linked person"]);
    const named = addManyToMany(
      readDefinition(shop),
      { modelId: modelId("person"), targetModelId: modelId("person"), names: ["follows", "followers"] },
      random,
    );
    expect(names(readDefinition(run(shop, named)), "person")).toEqual([
      "follows: linked person",
      "followers: linked person",
    ]);
  });

  it("is checked: its two relations, and the names at its ends", () => {
    const model = linked.records[command.modelId];
    const link = readDefinition(linked).model(command.modelId)?.link;
    if (model?.kind !== "model" || !link) throw new Error("no link");
    const withLink = (changed: Partial<typeof link>): AppDefinition => ({
      ...linked,
      records: { ...linked.records, [model.id]: { ...model, link: { ...link, ...changed } } },
    });
    expect(errors(withLink({ names: ["title", null] }))).toEqual(["LINK_E002"]);
    expect(errors(withLink({ fields: [link.fields[0], fieldId("book", "owner")] }))).toContain("LINK_E001");
  });
});

describe("a link whose list keeps its order", () => {
  it("has a position among the links of each row, and is still nothing but its two ends", () => {
    const { modelId: link } = command;
    const ordered = run(
      linked,
      setLinkOrder(readDefinition(linked), { modelId: link, side: 0, isOrdered: true }, random),
    );
    const reader = readDefinition(ordered);
    const position = reader.fields(link).at(-1);
    expect(position?.type).toEqual({ name: "position", scopeFieldId: reader.fields(link)[0]?.id });
    expect(errors(ordered)).toEqual([]);
    expect(isBareLink(reader, reader.model(link) as ModelRecord)).toBe(true);
    const plan = planSchema({ from: readDefinition(linked), to: reader, physical: NO_PHYSICAL_STATE, answers: {} });
    expect(plan.problems).toEqual([]);
    expect(plan.operations.map(({ operation }) => operation.kind)).toEqual(["add_column", "create_index"]);
    const forgotten = run(ordered, setLinkOrder(reader, { modelId: link, side: 0, isOrdered: false }, random));
    expect(readDefinition(forgotten).fields(link)).toHaveLength(2);
  });
});

describe("a link that holds both ways", () => {
  const person = modelId("person");
  const own = addManyToMany(
    readDefinition(shop),
    { modelId: person, targetModelId: person, names: ["friends", "friend_of"] },
    random,
  );
  const oneWay = run(shop, own);
  const both = run(oneWay, setLinkMutual(readDefinition(oneWay), { modelId: own.modelId, isMutual: true }, random));
  const planned = (from: AppDefinition, to: AppDefinition) =>
    planSchema({ from: readDefinition(from), to: readDefinition(to), physical: NO_PHYSICAL_STATE, answers: {} });

  it("has one name, no details, and a constraint that no row is linked with itself", () => {
    const reader = readDefinition(both);
    expect(names(reader, "person")).toEqual(["friends: linked person"]);
    expect(reader.constraints(own.modelId).map(({ type }) => type.kind)).toEqual(["unique", "check"]);
    expect(errors(both)).toEqual([]);
    expect(addLinkDetails(reader, { modelId: own.modelId }).operations).toEqual([]);
    const back = run(both, setLinkMutual(reader, { modelId: own.modelId, isMutual: false }, random));
    expect(readDefinition(back).constraints(own.modelId)).toHaveLength(1);
    expect(errors(back)).toEqual([]);
  });

  it("cannot be turned once it is published", () => {
    expect(planned(shop, both).problems).toEqual([]);
    expect(planned(oneWay, both).problems).toMatchObject([{ code: "PLAN_E007" }]);
    expect(planned(both, oneWay).problems).toMatchObject([{ code: "PLAN_E007" }]);
  });
});
