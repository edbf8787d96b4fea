import { describe, expect, it } from "vitest";
import { app, model, modelId, relation, text } from "../../tests/builders.ts";
import { applyEdits } from "../edits/apply-edits.ts";
import { addRelation } from "../edits/commands/fields.ts";
import { addUsers } from "../edits/commands/users.ts";
import { ownRows, ownRowsBy } from "./own-rows.ts";
import { readDefinition } from "./reader.ts";
import { usersModelOf } from "./users.ts";

const random = (length: number) => new Uint8Array(length).map((_, index) => (index * 37 + length) % 256);
const plain = app(model("book", text("title"), relation("next", "book")));
function withOwner() {
  let seed = 0;
  const different = (length: number) => random(length).map((byte) => (byte + seed++) % 256);
  const users = applyEdits(plain, addUsers(readDefinition(plain), different).operations);
  if (!users.ok) throw new Error(users.refusal.message);
  const reader = readDefinition(users.definition);
  const target = usersModelOf(reader)?.id ?? modelId("user");
  const owner = addRelation(
    reader,
    { modelId: modelId("book"), targetModelId: target, label: "Owner", onDelete: "set_null" },
    different,
  );
  const owned = applyEdits(users.definition, owner.operations);
  if (!owned.ok) throw new Error(owned.refusal.message);
  return { reader: readDefinition(owned.definition), users: target };
}

describe("own rows", () => {
  const { reader, users } = withOwner();

  it("are offered by each relation to the users, and of the users by their key", () => {
    expect(ownRows(readDefinition(plain), modelId("book"))).toEqual([]);
    expect(ownRows(reader, modelId("book"))).toEqual([
      { words: "own rows, by Owner", where: "record.owner == user.id" },
    ]);
    expect(ownRows(reader, users)).toEqual([{ words: "their own row", where: "record.id == user.id" }]);
  });

  it.each(["record.owner == user.id", "owner==user.id", "user.id == record.owner", "record.owner == user"])(
    "are recognised in %s",
    (where) => {
      expect(ownRowsBy(reader, modelId("book"), where)?.words).toBe("own rows, by Owner");
    },
  );

  it.each([
    "record.owner != user.id",
    "record.owner == user.id or true",
    "record.next == user.id",
    "owner == user.key",
  ])("are not what %s gives", (where) => {
    expect(ownRowsBy(reader, modelId("book"), where)).toBeUndefined();
  });
});
