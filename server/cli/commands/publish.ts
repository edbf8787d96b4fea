import { publishDraft } from "#contract/http/releases";
import { type CliCommand, isOn, many, text } from "../command.ts";
import { findApp } from "../find-app.ts";
import { followRelease } from "../follow-release.ts";
import { answerFlag, confirmReview, printReview, requireReviewable, reviewDraft } from "../review.ts";

export const publish: CliCommand = {
  name: "publish",
  summary: "Put the draft live, after saying what that does.",
  arguments: "<app>",
  count: [1, 1],
  flags: {
    yes: {
      type: "boolean",
      help: "Do not ask. What was said is what happens: a plan that changed meanwhile is refused.",
    },
    message: { type: "string", value: "TEXT", help: "What this release is about, for the history." },
    answer: answerFlag,
    sql: { type: "boolean", help: "Print the SQL too." },
  },
  async run(call) {
    const server = await call.server();
    const app = await findApp(server, call.args[0] ?? "");
    const { review, answers } = await reviewDraft(server, app, many(call, "answer"));
    printReview(call.terminal, review, isOn(call, "sql"));
    requireReviewable(review);
    // Not a failure: a script that publishes twice has what it wants.
    if (review.changes === 0) return { review, release: null };
    await confirmReview(call, review, `Publish "${app.slug}"?`);
    const release = await server.call(publishDraft, {
      params: { draftId: app.draftId },
      body: { planHash: review.planHash, answers, message: text(call, "message") ?? "" },
    });
    return { review, release: await followRelease(server, call.terminal, release, app.url) };
  },
};
