import { expect, it } from "vitest";
import { Mail } from "#server/models/mail";
import { post } from "../../tests/support/mail.ts";
import { createTestPlatform } from "../../tests/support/platform.ts";
import { purgeMails } from "./purge-mails.ts";

it("removes mails that are over after 30 days, forgets what dead ones said after 7, and never one that waits", async () => {
  const platform = await createTestPlatform();
  const { context } = platform;
  try {
    const kinds = ["sent 31", "sent 29", "dead 31", "dead 8", "dead 6", "queued 31", "failed 31", "cancelled 31"];
    await post(
      context,
      null,
      kinds.map((kind) => ({ kind })),
    );
    await context.sequelize.query(
      `UPDATE platform.mails SET state = split_part(kind, ' ', 1),
              updated_at = now() - make_interval(days => split_part(kind, ' ', 2)::int)`,
    );
    await purgeMails(context);
    const left = await Mail.findAll({ order: [["id", "ASC"]] });
    expect(left.map(({ kind, sealed }) => `${kind}${sealed ? "" : " forgotten"}`)).toEqual([
      "sent 29",
      "dead 8 forgotten",
      "dead 6",
      "queued 31",
      "failed 31",
    ]);
  } finally {
    await platform.close();
  }
});
