import { beforeEach, describe, expect, it } from "vitest";
import type { AccountId, AppId } from "#contract/platform-ids";
import type { Person } from "#contract/socket/presence";
import { readDefinition } from "#engine/definition/reader";
import { app, fieldId, model, modelId, text } from "../../tests/builders.ts";
import { hueOf, initials } from "./person-look.ts";
import { placeAddress, placeLabel } from "./place-label.ts";
import { cellKey, showNobody, showPeople, usePresenceStore } from "./presence-store.ts";

const me = "account-me" as AccountId;
const person = (name: string, rest: Partial<Person> = {}): Person => ({
  accountId: `account-${name}` as AccountId,
  name,
  place: { screen: "models", recordId: modelId("book") },
  isIdle: false,
  ...rest,
});
const on = (key: string) => usePresenceStore.getState().byPlace.get(key);

describe("the people here", () => {
  beforeEach(showNobody);

  it("are the others, and who is away is on nothing", () => {
    showPeople({ people: [person("me"), person("Ada"), person("Ben", { isIdle: true })], more: 0 }, me);
    expect(usePresenceStore.getState().people.map(({ name }) => name)).toEqual(["Ada", "Ben"]);
    expect(on(modelId("book"))?.map(({ name }) => name)).toEqual(["Ada"]);
  });

  it("keep their lists while nothing in them changes, so that only what changed is drawn again", () => {
    const cell = { screen: "data" as const, recordId: fieldId("book", "title"), rowKey: "7" };
    showPeople({ people: [person("Ada"), person("Ben", { place: cell })], more: 0 }, me);
    const before = on(modelId("book"));
    showPeople({ people: [person("Ada"), person("Ben", { place: { screen: "settings" } })], more: 0 }, me);
    expect(on(modelId("book"))).toBe(before);
    expect(on(cellKey(cell.recordId, cell.rowKey))).toBeUndefined();
  });
});

it("says where somebody is in the words of one's own draft, and the screen alone of what is not in it", () => {
  const reader = readDefinition(app(model("book", text("title"))));
  const shop = "app-1" as AppId;
  const title = { screen: "models" as const, recordId: fieldId("book", "title") };
  expect(placeLabel(reader, title)).toBe("Models, Book.title");
  expect(placeAddress(reader, shop, title)).toBe(
    `/apps/app-1/models/${modelId("book")}?field=${fieldId("book", "title")}`,
  );
  expect(placeAddress(reader, shop, { ...title, screen: "data" })).toBe(`/apps/app-1/data/${modelId("book")}`);
  const gone = { screen: "routes" as const, recordId: modelId("gone") };
  expect(placeLabel(reader, gone)).toBe("Routes");
  expect(placeAddress(reader, shop, gone)).toBe("/apps/app-1/routes");
});

it("gives a person one colour everywhere, and initials in any script", () => {
  expect(hueOf(me)).toBe(hueOf(me));
  const hues = Array.from({ length: 400 }, (_, at) => hueOf(`0199${at}-7000-8000-${at * 7}` as AccountId));
  expect(new Set(hues).size).toBe(8);
  expect(["Ada Lovelace", "Ben", "Дмитрий Иванов", " 𝒳 y ", ""].map(initials)).toEqual(["AL", "B", "ДИ", "𝒳Y", "?"]);
});
