import { describe, expect, it } from "vitest";
import { app, choice, fieldId, model, modelId, text } from "../../tests/builders.ts";
import { applyEdits } from "./apply-edits.ts";
import { describeEdit } from "./describe-edit.ts";
import type { EditOperation } from "./edit.ts";

const shop = app(model("book", text("title"), choice("state", ["new", "read"])));
const title = fieldId("book", "title");
const describeOn = (operations: readonly EditOperation[]) => {
  const result = applyEdits(shop, operations);
  if (!result.ok) throw new Error(result.refusal.message);
  return describeEdit(result, (id) => result.definition.records[id]);
};
const lines = (operations: readonly EditOperation[]) =>
  describeOn(operations).map(({ change, name, within }) => `${change} ${name}${within ? ` in ${within}` : ""}`);

describe("describeEdit", () => {
  it("says what a property was and is, however often the batch set it", () => {
    const update = (label: string): EditOperation => ({ op: "update", id: title, set: { label }, unset: [] });
    expect(describeOn([update("Name"), update("Headline")])).toEqual([
      {
        recordId: title,
        change: "changed",
        name: "field Headline",
        within: "model Book",
        properties: [{ property: "label", before: "Title", after: "Headline" }],
      },
    ]);
    expect(describeOn([update("Name"), update("Title")])).toEqual([]);
  });

  it("names all that went along with what was deleted, by the names that they had", () => {
    expect(lines([{ op: "delete", id: modelId("book") }]).sort()).toEqual([
      "removed choice New in field State",
      "removed choice Read in field State",
      "removed field State in model Book",
      "removed field Title in model Book",
      "removed model Book",
    ]);
  });

  it("tells what was added with all that it says, and what changed before it went as it was", () => {
    const group = { kind: "group", id: "grp_aaaaaaaaaaaa", name: "staff", label: "Staff", order: "i" } as const;
    expect(describeOn([{ op: "create", record: group }])[0]).toMatchObject({
      change: "added",
      name: "group Staff",
      properties: [
        { property: "label", after: "Staff" },
        { property: "name", after: "staff" },
        { property: "order", after: "i" },
      ],
    });
    const [gone] = describeOn([
      { op: "update", id: title, set: { label: "Name" }, unset: [] },
      { op: "delete", id: title },
    ]);
    expect(gone).toMatchObject({ change: "removed", name: "field Title" });
  });

  it("has a name for what is gone by now", () => {
    const result = applyEdits(shop, [{ op: "update", id: title, set: { label: "Name" }, unset: [] }]);
    if (!result.ok) throw new Error();
    expect(describeEdit(result, () => undefined)[0]?.name).toBe("a field that was deleted");
  });
});
