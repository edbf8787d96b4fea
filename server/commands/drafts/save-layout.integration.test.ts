import { afterAll, beforeAll, expect, it } from "vitest";
import { positionsSchema } from "#contract/http/drafts";
import { app, model, modelId, testId, text } from "../../../tests/builders.ts";
import { createAppWith } from "../../../tests/support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../../../tests/support/platform.ts";
import { loadDraft } from "./load-draft.ts";
import { saveLayout } from "./save-layout.ts";

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createTestPlatform();
});
afterAll(() => platform.close());

it("takes positions of records that can be found on a canvas, and not without end", () => {
  const book = modelId("book");
  expect(positionsSchema.safeParse({ [book]: { x: -3.5, y: 1e6 } }).success).toBe(true);
  const many = Object.fromEntries(
    Array.from({ length: 2_001 }, (_, at) => [testId("model", `m${at}`), { x: 0, y: 0 }]),
  );
  for (const positions of [
    { book: { x: 0, y: 0 } },
    { [book]: { x: Number.NaN, y: 0 } },
    { [book]: { x: Number.POSITIVE_INFINITY, y: 0 } },
    { [book]: { x: 1e7, y: 0 } },
    { [book]: { x: 0, y: 0, z: 0 } },
    many,
  ]) {
    expect(positionsSchema.safeParse(positions).success).toBe(false);
  }
});

it("keeps places for what is not drawn yet or was deleted, until there are too many of them", async () => {
  const { context, actor } = platform;
  const { draftId } = await createAppWith(context, actor, app(model("book", text("title"))));
  const save = (positions: Record<string, { x: number; y: number }>) =>
    saveLayout(context, actor, { draftId, canvas: "models", positions });
  const kept = async () => Object.keys((await loadDraft(context, actor, draftId)).layouts.models ?? {});
  await save({ [modelId("book")]: { x: 1, y: 2 }, [modelId("later")]: { x: 3, y: 4 } });
  expect((await kept()).sort()).toEqual([modelId("book"), modelId("later")].sort());
  for (let round = 0; round < 2; round += 1) {
    await save(
      Object.fromEntries(
        Array.from({ length: 1_500 }, (_, at) => [testId("model", `m${round}${at}`), { x: at, y: 0 }]),
      ),
    );
  }
  expect(await kept()).toEqual([modelId("book")]);
  expect(platform.emitted.at(-1)).toMatchObject({ audience: { draft: draftId }, event: "layout.changed" });
});
