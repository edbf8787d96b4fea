import { randomUUID } from "node:crypto";
import { type AppSummary, createApp } from "#contract/http/apps";
import { editDraft, getDraft } from "#contract/http/drafts";
import type { AppDefinition } from "#engine/definition/app-definition";
import { diffDefinitions, operationsOfDiff } from "#engine/edits/diff-definitions";
import { MAX_BATCH_OPERATIONS } from "#engine/edits/edit";
import { countChanges } from "#engine/edits/pending-changes";
import { contentHash } from "../releases/content-hash.ts";
import { CliError } from "./cli-error.ts";
import type { Terminal } from "./command.ts";
import { readDefinitionFolder } from "./definition-folder.ts";
import { findApp } from "./find-app.ts";
import type { PlatformClient } from "./platform-client.ts";

export interface DefinitionImported {
  readonly app: AppSummary;
  /** Of the draft afterwards: the same as of the files. */
  readonly contentHash: string;
  /** How many records differ from before. */
  readonly changes: number;
}

/** Makes an app's draft say what its files say, as edits: so it can be undone, and others see it as it happens. */
export async function importDefinition(
  server: PlatformClient,
  terminal: Terminal,
  folder: string,
  into: { readonly app: string | undefined; readonly name: string | undefined },
): Promise<DefinitionImported> {
  const definition = readDefinitionFolder(folder);
  const { settings } = definition;
  const app =
    into.app === undefined
      ? await server.call(createApp, {
          body: { label: into.name ?? settings.label, timeZone: settings.timeZone, locale: settings.locale },
        })
      : await findApp(server, into.app);
  const wanted = contentHash(definition);
  const changes = await bringTo(server, app, definition);
  const after = await server.call(getDraft, { params: { draftId: app.draftId } });
  const hash = contentHash(after.definition);
  if (hash !== wanted) {
    throw new CliError(
      "import_differs",
      "Somebody edited the draft meanwhile, so it is not what the files say. Import again.",
      { details: { contentHash: hash, wanted } },
    );
  }
  terminal.print(
    changes === 0
      ? `"${app.slug}" is as the files say already.`
      : `Imported into the draft of "${app.slug}": ${changes === 1 ? "one change" : `${changes} changes`}.`,
  );
  terminal.print(hash);
  return { app, contentHash: hash, changes };
}

async function bringTo(server: PlatformClient, app: AppSummary, definition: AppDefinition): Promise<number> {
  const params = { draftId: app.draftId };
  const draft = await server.call(getDraft, { params });
  const diff = diffDefinitions(draft.definition, definition);
  const operations = operationsOfDiff(diff, definition);
  let seenRevision = draft.revision;
  for (let start = 0; start < operations.length; start += MAX_BATCH_OPERATIONS) {
    const result = await server.call(editDraft, {
      params,
      body: {
        batchId: randomUUID(),
        seenRevision,
        label: "Import an app's files",
        operations: operations.slice(start, start + MAX_BATCH_OPERATIONS),
      },
    });
    seenRevision = result.revision;
  }
  return countChanges(diff);
}
