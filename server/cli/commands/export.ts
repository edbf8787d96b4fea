import path from "node:path";
import { getDraft } from "#contract/http/drafts";
import { getVersion, listReleases } from "#contract/http/releases";
import type { AppDefinition } from "#engine/definition/app-definition";
import { contentHash } from "../../releases/content-hash.ts";
import { CliError, usageError } from "../cli-error.ts";
import { type CliCommand, isOn, versionNumber } from "../command.ts";
import { writeDefinitionFolder } from "../definition-folder.ts";
import { findApp } from "../find-app.ts";
import type { PlatformClient } from "../platform-client.ts";

export const exportApp: CliCommand = {
  name: "export",
  summary: "Write an app as files: readable, without secrets, and importable with the same content hash.",
  arguments: "<app> [folder]",
  count: [1, 2],
  flags: {
    live: { type: "boolean", help: "What is live, and not the draft." },
    version: { type: "string", value: "NUMBER", help: "A version of the history." },
    force: { type: "boolean", help: "Write into a folder that has other files." },
  },
  async run(call) {
    const server = await call.server();
    const app = await findApp(server, call.args[0] ?? "");
    const version = versionNumber(call, "version");
    if (version !== undefined && isOn(call, "live"))
      throw usageError("--live and --version are two answers to one question.");
    let definition: AppDefinition;
    if (version !== undefined) definition = await versionOf(server, app, version);
    else {
      const draft = await server.call(getDraft, { params: { draftId: app.draftId } });
      if (isOn(call, "live") && !draft.live) throw new CliError("not_live", `"${app.slug}" was never published.`);
      definition = isOn(call, "live") && draft.live ? draft.live.definition : draft.definition;
    }
    const folder = path.resolve(call.folder, call.args[1] ?? app.slug);
    const files = writeDefinitionFolder(folder, definition, isOn(call, "force"));
    const hash = contentHash(definition);
    call.terminal.print(`Wrote ${files.length} files to ${folder}\n${hash}`);
    return { folder, files, contentHash: hash };
  },
};

async function versionOf(
  server: PlatformClient,
  app: { id: string; slug: string },
  number: string,
): Promise<AppDefinition> {
  const { results } = await server.call(listReleases, { params: { appId: app.id }, query: { limit: 100 } });
  const release = results.find((one) => String(one.versionNumber) === number);
  if (!release)
    throw new CliError("version_not_found", `"${app.slug}" has no version ${number} among its last 100 releases.`);
  const version = await server.call(getVersion, { params: { appId: app.id, versionId: release.versionId } });
  return version.definition;
}
