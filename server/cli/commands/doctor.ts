import { getDiagnosis } from "#contract/http/diagnosis";
import { CliError } from "../cli-error.ts";
import type { CliCommand } from "../command.ts";

const marks = { ok: "  ok     ", warning: "  warning", error: "  error  " } as const;

export const doctor: CliCommand = {
  name: "doctor",
  summary: "Look at the program, the database, jobs, mail and apps, and say what is not in order.",
  arguments: "",
  count: [0, 0],
  flags: {},
  async run(call) {
    const server = await call.server();
    const { version, findings } = await server.call(getDiagnosis, {});
    const lines = findings.flatMap(({ state, message, hint }) => [
      `${marks[state]}  ${message}`,
      ...(hint === undefined ? [] : [`           ${hint}`]),
    ]);
    const errors = findings.filter(({ state }) => state === "error").length;
    if (errors > 0) {
      throw new CliError("not_in_order", `Quintet ${version} at ${server.url} is not in order:`, {
        details: { version, findings },
        lines,
      });
    }
    call.terminal.print(`Quintet ${version} at ${server.url} is in order.`);
    for (const line of lines) call.terminal.print(line);
    return { version, findings };
  },
};
