import path from "node:path";
import { CliError, usageError } from "../cli-error.ts";
import { type CliCall, type CliCommand, isOn, many, text } from "../command.ts";
import { dateOrderFlag } from "../date-order-flag.ts";
import { isFolder } from "../definition-folder.ts";
import { importDataFile } from "../import-data-file.ts";
import { importDefinition } from "../import-definition.ts";
import { importRows, takeBack } from "../import-rows.ts";
import { pairOf } from "../map-columns.ts";
import { misfitChoices } from "../misfit-rows.ts";
import { answerFlag } from "../review.ts";
import { publish } from "./publish.ts";

export const importPath: CliCommand = {
  name: "import",
  summary:
    "Bring in an app's files (a folder), or a data file: as a new model with its rows, or into a model that is live. `import take-back <id>` removes the rows that an import added to live.",
  arguments: "<path> | take-back <id>",
  count: [1, 2],
  flags: {
    app: { type: "string", value: "APP", help: "Into this app's draft. Without it a new app is made." },
    name: { type: "string", value: "NAME", help: "What a new app is called." },
    model: { type: "string", value: "MODEL", help: "The rows go into this live model of --app." },
    map: {
      type: "string",
      multiple: true,
      value: '"COLUMN=FIELD"',
      help: "With --model: this column fills this field (`id`: the rows' ids; `author.name`: the author of this name). Columns of a field's name need none.",
    },
    set: { type: "string", multiple: true, value: '"FIELD=VALUE"', help: "With --model: the same value in every row." },
    ignore: {
      type: "string",
      multiple: true,
      value: "COLUMN",
      help: "Leave this column out; with --model `*` leaves out all that fill no field by their names.",
    },
    match: {
      type: "string",
      value: "FIELD",
      help: "With --model: rows with an equal value (`id`, or a unique field) are changed. Without it every row is a new one.",
    },
    sheet: { type: "string", value: "NAME", help: "The sheet of a workbook." },
    dates: {
      type: "string",
      value: "day-first|month-first",
      help: "How dates are read that would be dates in both orders. Without it as the app's language writes them.",
    },
    "bad-values": {
      type: "string",
      value: "refuse|blank|skip",
      help: "What to do with values of a data file that do not fit: stop (the default), leave blank, skip the row.",
    },
    "extra-cells": {
      type: "string",
      value: "refuse|blank|skip|columns",
      help: "What to do with cells beyond the header: stop, leave out, skip the row, make them columns. Without it as --bad-values says.",
    },
    "dry-run": { type: "boolean", help: "Say what would happen to a data file's rows, and import nothing." },
    publish: { type: "boolean", help: "Publish afterwards." },
    yes: { type: "boolean", help: "Do not ask before publishing." },
    answer: answerFlag,
  },
  async run(call) {
    const [given = "", id] = call.args;
    if (given === "take-back" && id !== undefined) {
      refuseFlags(call, Object.keys(importPath.flags), "with take-back");
      return takeBack(await call.server(), call.terminal, id);
    }
    if (id !== undefined) throw usageError(`"${id}" is too much: npx quintet import ${importPath.arguments}`);
    const target = path.resolve(call.folder, given);
    if (isFolder(target)) refuseFlags(call, DATA_FLAGS, "with an app's files, but with a data file");
    if (text(call, "model") !== undefined) return intoLive(call, target);
    refuseFlags(call, ROW_FLAGS, "without --model");
    // Printed before anything is imported, because a second attempt would create a second app.
    if (isOn(call, "publish") && !isOn(call, "yes") && !call.terminal.canAsk)
      throw new CliError("not_confirmed", "Nobody can be asked here before it is published. Add --yes.", {
        exit: "unconfirmed",
      });
    if (isOn(call, "publish") && isOn(call, "dry-run")) throw usageError("--publish does not go with --dry-run.");
    const into = { app: text(call, "app"), name: text(call, "name") };
    const request = { ...into, ...fileRequest(call, target) };
    const server = await call.server();
    const imported = isFolder(target)
      ? await importDefinition(server, call.terminal, target, into)
      : await importDataFile(server, call.terminal, request);
    if (!isOn(call, "publish") || "isDryRun" in imported) return imported;
    const published = await publish.run({
      ...call,
      args: [imported.app.slug],
      flags: { yes: isOn(call, "yes"), answer: many(call, "answer") },
    });
    return { ...imported, ...(published as object) };
  },
};

const ROW_FLAGS = ["map", "set", "match"];
const DATA_FLAGS = [...ROW_FLAGS, "model", "ignore", "sheet", "dates", "bad-values", "extra-cells", "dry-run"];

async function intoLive(call: CliCall, file: string) {
  const app = text(call, "app");
  if (app === undefined) throw usageError("--model needs --app: whose model it is.");
  refuseFlags(call, ["name", "publish", "yes", "answer"], "with --model: its rows are live at once");
  const request = {
    ...fileRequest(call, file),
    app,
    model: text(call, "model") ?? "",
    maps: many(call, "map").map((given) => pairOf("map", given, "last")),
    fixed: many(call, "set").map((given) => pairOf("set", given, "first")),
    match: text(call, "match"),
  };
  return importRows(await call.server(), call.terminal, request);
}

const fileRequest = (call: CliCall, file: string) => ({
  file,
  sheet: text(call, "sheet"),
  dateOrder: dateOrderFlag(text(call, "dates")),
  ignored: many(call, "ignore"),
  isDryRun: isOn(call, "dry-run"),
  ...misfitChoices(text(call, "bad-values"), text(call, "extra-cells")),
});

function refuseFlags(call: CliCall, names: readonly string[], why: string): void {
  const given = names.find((name) => call.flags[name] !== undefined);
  if (given !== undefined) throw usageError(`--${given} does not go ${why}.`);
}
