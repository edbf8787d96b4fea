import { getDraft } from "#contract/http/drafts";
import { type DefinitionReader, readDefinition } from "#engine/definition/reader";
import type { RouteRecord } from "#engine/definition/records/route";
import { apiPathOf } from "#engine/rest/api-paths";
import { describeAccess, describeRule } from "#engine/review/describe-rule";
import { CliError } from "../cli-error.ts";
import { type CliCommand, isOn } from "../command.ts";
import { findApp } from "../find-app.ts";
import { printTable } from "../print-table.ts";

interface RouteLine {
  readonly path: string;
  readonly name: string;
  readonly answers: string;
  /** Who may open it, in words. */
  readonly access: string;
}

export const routes: CliCommand = {
  name: "routes",
  summary: "List what answers at which URL: pages in the order in which they are tried, then REST.",
  arguments: "<app>",
  count: [1, 1],
  flags: { live: { type: "boolean", help: "Of what is live, and not of the draft." } },
  async run(call) {
    const server = await call.server();
    const app = await findApp(server, call.args[0] ?? "");
    const draft = await server.call(getDraft, { params: { draftId: app.draftId } });
    if (isOn(call, "live") && !draft.live) throw new CliError("not_live", `"${app.slug}" was never published.`);
    const reader = readDefinition(isOn(call, "live") && draft.live ? draft.live.definition : draft.definition);
    const pages = reader.routes.map((route) => pageLine(reader, route));
    const rest = reader.models.filter((model) => reader.isApiOpen(model.id)).map((model) => restLine(reader, model));
    printTable(
      call.terminal,
      [...pages, ...rest].map(({ path, name, answers, access }) => [path, name, answers, access]),
    );
    if (pages.length + rest.length === 0)
      call.terminal.print("Nothing answers yet: the app has no routes and no open API.");
    return { url: app.url, routes: pages, rest };
  },
};

function pageLine(reader: DefinitionReader, route: RouteRecord): RouteLine {
  const { view } = route;
  const answers =
    view.modelId === undefined
      ? `${view.name} ${view.templateId ? (reader.template(view.templateId)?.name ?? view.templateId) : ""}`.trim()
      : `${view.name} of ${reader.model(view.modelId)?.name ?? view.modelId}`;
  return { path: route.path, name: route.name, answers, access: describeRule(reader, route.access).words };
}

function restLine(reader: DefinitionReader, model: DefinitionReader["models"][number]): RouteLine {
  const rules = reader.rules(model.id);
  return {
    path: apiPathOf(model),
    name: model.name,
    answers: `REST: ${[...new Set(rules.map((rule) => rule.action))].join(", ") || "closed"}`,
    access: describeAccess(reader, model.id, "read").words,
  };
}
