import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../tests/arbitraries/definitions.ts";
import { app, fieldId, model, modelId, text } from "../../../tests/builders.ts";
import { fieldRule, grant, group, groupId, withRecords } from "../../../tests/support/grants.ts";
import type { AppDefinition } from "../../definition/app-definition.ts";
import { readDefinition } from "../../definition/reader.ts";
import { ruleActions, type Who } from "../../definition/records/access.ts";
import { accessVerdicts } from "../../review/access-verdicts.ts";
import { applyEdits } from "../apply-edits.ts";
import type { EditCommand } from "./edit-command.ts";
import { type FieldGrants, fieldGrants, type GivenRows, givenRows, setFieldGrants, setGrant } from "./grants.ts";

const random = seededRandom(17);
const editors = groupId("editors");
const press = groupId("press");
const whos: readonly Who[] = ["everyone", "visitors", "users", editors, press];
const update = { modelId: modelId("book"), action: "update" } as const;
const price = { fieldId: fieldId("book", "price"), action: "read" } as const;

const books = (rule?: string): AppDefinition =>
  withRecords(
    app(model("book", text("title"), text("price"), rule === undefined ? {} : { rules: { update: rule } })),
    group("editors"),
    group("press"),
  );
function after(definition: AppDefinition, { operations }: EditCommand): AppDefinition {
  const result = applyEdits(definition, operations);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.definition;
}
/** What all cells of a model give. */
const cells = (definition: AppDefinition): Record<string, GivenRows> =>
  Object.fromEntries(
    whos.flatMap((who) =>
      ruleActions.map((action) => [
        `${who} ${action}`,
        givenRows(readDefinition(definition), { modelId: modelId("book"), action, who }),
      ]),
    ),
  );
const set = (definition: AppDefinition, who: Who, rows: GivenRows) =>
  after(definition, setGrant(readDefinition(definition), { ...update, who, rows }, random));

describe("one cell of the access matrix", () => {
  const starts: readonly (readonly [string, AppDefinition])[] = [
    ["without rules", books()],
    ["open to everyone", books("true")],
    ["for everyone with a condition", books("user != null")],
    ["for everyone, naming a group", books('user.group == "editors"')],
    [
      "for everyone and for groups",
      withRecords(
        books('user.group == "editors"'),
        grant("book", "update", { who: editors, where: 'record.title == "x"' }),
        grant("book", "update", { who: press }),
        grant("book", "read", { who: "visitors" }),
      ),
    ],
  ];
  const given: readonly GivenRows[] = ["none", "all", { where: 'record.title != ""' }];

  it.each(starts)("changes, and no other with it: rules %s", (_, start) => {
    for (const who of whos) {
      for (const rows of given) {
        const changed = cells(set(start, who, rows));
        expect(changed).toEqual({ ...cells(start), [`${who} update`]: rows });
      }
    }
  });

  it("shows a rule for everyone that only names a group at the group", () => {
    const reader = readDefinition(books("user.group  == 'editors'"));
    expect(givenRows(reader, { ...update, who: "everyone" })).toBe("none");
    expect(givenRows(reader, { ...update, who: editors })).toBe("all");
  });

  it("keeps what a group has when everyone gets rows and loses them again", () => {
    const open = set(books('user.group == "editors"'), "everyone", "all");
    const closed = set(open, "everyone", "none");
    expect(givenRows(readDefinition(closed), { ...update, who: editors })).toBe("all");
    expect(accessVerdicts(readDefinition(closed)).rows("visitors", modelId("book"), "update")).toBe("none");
  });
});

describe("who may read a field", () => {
  const choose = (definition: AppDefinition, grants: FieldGrants) =>
    after(definition, setFieldGrants(readDefinition(definition), { ...price, grants }, random));
  const mayRead = (definition: AppDefinition) => {
    const reader = readDefinition(definition);
    const field = reader.field(price.fieldId);
    return whos.filter((who) => field && accessVerdicts(reader).field(who, field, "read"));
  };

  it("is nobody when the last of those who may is taken away", () => {
    const some = choose(books("true"), [editors]);
    expect(mayRead(some)).toEqual([editors]);
    const nobody = choose(some, []);
    expect(fieldGrants(readDefinition(nobody), price)).toEqual([]);
    expect(mayRead(nobody)).toEqual([]);
    expect(mayRead(choose(nobody, [press]))).toEqual([press]);
  });

  it("follows the model again, and keeps conditions of callers who stay", () => {
    const own = withRecords(books("true"), fieldRule("book.price", "read", { where: "user.staff" }));
    const more = choose(own, ["everyone", press]);
    expect(
      readDefinition(more)
        .fieldRules(price.fieldId)
        .map(({ expression }) => expression),
    ).toEqual(expect.arrayContaining(["user.staff", "true"]));
    expect(fieldGrants(readDefinition(choose(more, "model")), price)).toBe("model");
  });
});
