import { describe, expect, it } from "vitest";
import type { AccountId, DraftId } from "#contract/platform-ids";
import { PresenceBoard, withoutRows } from "./presence-board.ts";

const shop = "01900000-0000-7000-8000-00000000d0a1" as DraftId;
const blog = "01900000-0000-7000-8000-00000000d0b1" as DraftId;
const account = (name: string) => `account-${name}` as AccountId;

function boards() {
  let now = 1_000;
  const make = (self: string) => new PresenceBoard({ self, now: () => now });
  return { make, pass: (milliseconds: number) => (now += milliseconds) };
}
const seat = (name: string, socket: string, rest: object = {}) => ({
  draftId: shop,
  socket,
  accountId: account(name),
  name,
  place: { screen: "models" as const },
  isIdle: false,
  ...rest,
});
const namesIn = (board: PresenceBoard, draftId = shop) => board.peopleIn(draftId).people.map(({ name }) => name);

describe("a presence board", () => {
  it("shows one person for all their windows, where the last active one is", () => {
    const { make, pass } = boards();
    const board = make("one");
    board.sit(seat("Ada", "s1", { place: { screen: "data" } }));
    pass(10);
    board.sit(seat("Ben", "s2"));
    pass(10);
    board.sit(seat("Ada", "s3", { place: { screen: "routes" } }));
    pass(10);
    board.sit(seat("Ada", "s4", { place: { screen: "settings" }, isIdle: true }));
    expect(board.peopleIn(shop).people).toMatchObject([
      { name: "Ada", place: { screen: "routes" }, isIdle: false },
      { name: "Ben" },
    ]);
    board.rise("s3");
    board.rise("s1");
    expect(board.peopleIn(shop).people).toMatchObject([{ name: "Ben" }, { name: "Ada", isIdle: true }]);
  });

  it("tells other processes each move and forgets a process that fell silent", () => {
    const { make, pass } = boards();
    const one = make("one");
    const two = make("two");
    one.sit(seat("Ada", "s1"));
    expect(two.hear(one.moved("s1"))).toEqual(new Set([shop]));
    two.sit(seat("Ben", "s2", { draftId: blog }));
    expect(namesIn(two)).toEqual(["Ada"]);
    expect(namesIn(two, blog)).toEqual(["Ben"]);
    pass(5_000);
    two.hear(one.all());
    pass(5_000);
    expect(two.forget().size).toBe(0);
    pass(5_000);
    expect(two.forget()).toEqual(new Set([shop]));
    expect(namesIn(two)).toEqual([]);
    expect(two.isAlone).toBe(true);
  });

  it("mends by the next whole message what was lost or came too late", () => {
    const { make, pass } = boards();
    const one = make("one");
    const two = make("two");
    one.sit(seat("Ada", "s1"));
    const late = one.all();
    pass(1);
    one.rise("s1");
    two.hear(one.moved("s1"));
    two.hear(late);
    expect(namesIn(two)).toEqual([]);
    one.sit(seat("Eve", "s2")); // nobody is told
    two.hear(one.all());
    expect(namesIn(two)).toEqual(["Eve"]);
    expect(two.hear(one.all()).size).toBe(0);
  });

  it("lists as many people as there is room for, and counts the others", () => {
    const { make } = boards();
    const board = make("one");
    for (let index = 0; index < 60; index += 1) board.sit(seat(`p${index}`, `s${index}`));
    expect(board.peopleIn(shop)).toMatchObject({ more: 10 });
    expect(board.peopleIn(shop).people).toHaveLength(50);
  });

  it("keeps rows from those who may not read them", () => {
    const { make } = boards();
    const board = make("one");
    board.sit(seat("Ada", "s1", { place: { screen: "data", recordId: "mdl_000000000001", rowKey: "42" } }));
    expect(JSON.stringify(board.peopleIn(shop))).toContain("rowKey");
    expect(JSON.stringify(withoutRows(board.peopleIn(shop)))).not.toMatch(/rowKey|42/);
  });
});
