import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppId, ImportId } from "#contract/platform-ids";
import { createTestPlatform, type TestPlatform } from "../../../tests/support/platform.ts";
import { Import } from "../../models/import.ts";
import { OutboxEntry } from "../../models/outbox-entry.ts";
import { uuid7 } from "../../platform-database/uuid7.ts";
import { enqueueImport } from "./enqueue-import.ts";

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createTestPlatform();
});
afterAll(() => platform?.close());

describe("many imports at once", () => {
  it("take turns by app: the first of each comes before the second of any", async () => {
    const { context, actor } = platform;
    const [busy, other] = [await platform.createApp("Busy"), await platform.createApp("Other")];
    const accept = async (appId: AppId, fileName: string) => {
      const id = uuid7(new Date()) as ImportId;
      const owner = { workspaceId: actor.workspaceId, actorId: actor.accountId };
      const row = await Import.create({ id, ...owner, fileName, filePath: `/${id}`, state: "importing", appId });
      await context.sequelize.transaction((transaction) => enqueueImport(context, row, transaction));
    };
    for (const name of ["busy 1", "busy 2", "busy 3"]) await accept(busy.appId, name);
    await accept(other.appId, "other 1");
    await accept(other.appId, "other 2");
    const rows = new Map((await Import.findAll()).map(({ id, fileName }) => [id as string, fileName]));
    // As the relay and the queue take them.
    const entries = await OutboxEntry.findAll({ where: { topic: "imports" }, order: ["priority", "id"] });
    const order = entries.map(({ payload }) => rows.get((payload as { importId: string }).importId));
    expect(order).toEqual(["busy 1", "other 1", "busy 2", "other 2", "busy 3"]);
  });
});
