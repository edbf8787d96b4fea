import { type CliCommand, isOn, many } from "../command.ts";
import { findApp } from "../find-app.ts";
import { answerFlag, printReview, requireReviewable, reviewDraft } from "../review.ts";

export const plan: CliCommand = {
  name: "plan",
  summary: "Say what publishing the draft would do: to people, to clients, to the data.",
  arguments: "<app>",
  count: [1, 1],
  flags: {
    answer: answerFlag,
    sql: { type: "boolean", help: "Print the SQL too." },
  },
  async run(call) {
    const server = await call.server();
    const app = await findApp(server, call.args[0] ?? "");
    const { review } = await reviewDraft(server, app, many(call, "answer"));
    printReview(call.terminal, review, isOn(call, "sql"));
    requireReviewable(review);
    return review;
  },
};
