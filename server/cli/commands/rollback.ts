import { listReleases, reviewRollback, rollBack } from "#contract/http/releases";
import { CliError } from "../cli-error.ts";
import { type CliCommand, isOn, many, versionNumber } from "../command.ts";
import { findApp } from "../find-app.ts";
import { followRelease } from "../follow-release.ts";
import {
  answerFlag,
  answersOf,
  confirmReview,
  definitionOfVersion,
  printReview,
  requireReviewable,
} from "../review.ts";

export const rollback: CliCommand = {
  name: "rollback",
  summary: "Put an older version live again, as a new release. The draft is left alone.",
  arguments: "<app>",
  count: [1, 1],
  flags: {
    to: { type: "string", value: "NUMBER", help: "Which version. Without it: the one before the live one." },
    yes: { type: "boolean", help: "Do not ask." },
    answer: answerFlag,
    sql: { type: "boolean", help: "Print the SQL too." },
  },
  async run(call) {
    const server = await call.server();
    const app = await findApp(server, call.args[0] ?? "");
    if (!app.live) throw new CliError("not_live", `"${app.slug}" was never published: there is nothing to go back to.`);
    const { results } = await server.call(listReleases, { params: { appId: app.id }, query: { limit: 100 } });
    const wanted = versionNumber(call, "to");
    const live = app.live.versionNumber;
    const earlier = results.filter((release) => ["live", "superseded"].includes(release.state));
    const target =
      wanted === undefined
        ? earlier.find((release) => release.versionNumber < live)
        : earlier.find((release) => String(release.versionNumber) === wanted);
    if (!target) {
      throw new CliError(
        "version_not_found",
        wanted === undefined
          ? `"${app.slug}" has no version before ${live}.`
          : `"${app.slug}" has never had version ${wanted} live, as far as its last 100 releases tell.`,
      );
    }
    if (target.versionNumber === live) throw new CliError("already_live", `Version ${live} is what is live now.`);
    const params = { appId: app.id, versionId: target.versionId };
    const given = many(call, "answer");
    const answers = given.length > 0 ? answersOf(await definitionOfVersion(server, params), given) : {};
    const review = await server.call(reviewRollback, { params, body: { answers } });
    printReview(call.terminal, review, isOn(call, "sql"));
    requireReviewable(review);
    await confirmReview(call, review, `Go back to version ${target.versionNumber} of "${app.slug}"?`);
    const release = await server.call(rollBack, { params, body: { planHash: review.planHash, answers, message: "" } });
    return { review, release: await followRelease(server, call.terminal, release, app.url) };
  },
};
