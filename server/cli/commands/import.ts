import path from "node:path";
import { CliError } from "../cli-error.ts";
import { type CliCommand, isOn, many, text } from "../command.ts";
import { isFolder } from "../definition-folder.ts";
import { importDataFile } from "../import-data-file.ts";
import { importDefinition } from "../import-definition.ts";
import { answerFlag } from "../review.ts";
import { publish } from "./publish.ts";

export const importPath: CliCommand = {
  name: "import",
  summary: "Bring in an app's files (a folder), or a data file, which becomes a model with its rows.",
  arguments: "<path>",
  count: [1, 1],
  flags: {
    app: { type: "string", value: "APP", help: "Into this app's draft. Without it a new app is made." },
    name: { type: "string", value: "NAME", help: "What a new app is called." },
    "bad-values": {
      type: "string",
      value: "refuse|blank|skip",
      help: "What to do with values of a data file that do not fit, and with cells beyond its header: stop (the default), leave blank (or out), skip the row.",
    },
    publish: { type: "boolean", help: "Publish afterwards." },
    yes: { type: "boolean", help: "Do not ask before publishing." },
    answer: answerFlag,
  },
  async run(call) {
    const target = path.resolve(call.folder, call.args[0] ?? "");
    const into = { app: text(call, "app"), name: text(call, "name") };
    // Said before anything is imported: trying again would make a second app.
    if (isOn(call, "publish") && !isOn(call, "yes") && !call.terminal.canAsk)
      throw new CliError("not_confirmed", "Nobody can be asked here before it is published. Add --yes.", {
        exit: "unconfirmed",
      });
    const server = await call.server();
    const imported = isFolder(target)
      ? await importDefinition(server, call.terminal, target, into)
      : await importDataFile(server, call.terminal, target, { ...into, badValues: text(call, "bad-values") });
    if (!isOn(call, "publish")) return imported;
    const published = await publish.run({
      ...call,
      args: [imported.app.slug],
      flags: { yes: isOn(call, "yes"), answer: many(call, "answer") },
    });
    return { ...imported, ...(published as object) };
  },
};
