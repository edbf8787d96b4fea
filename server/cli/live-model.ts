import type { AppSummary } from "#contract/http/apps";
import { getDraft } from "#contract/http/drafts";
import { type DefinitionReader, readDefinition } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import { plainName } from "#engine/import/live-mapping";
import { didYouMean } from "#engine/nearest-name";
import { CliError } from "./cli-error.ts";
import type { PlatformClient } from "./platform-client.ts";

/** A model of what is live, by its name or its label. */
export async function findLiveModel(
  server: PlatformClient,
  app: AppSummary,
  name: string,
): Promise<{ readonly model: ModelRecord; readonly reader: DefinitionReader }> {
  const draft = await server.call(getDraft, { params: { draftId: app.draftId } });
  if (!draft.live) throw new CliError("not_live", `"${app.slug}" was never published.`);
  const reader = readDefinition(draft.live.definition);
  const model = modelNamed(reader, name);
  if (model) return { model, reader };
  if (modelNamed(readDefinition(draft.definition), name))
    throw new CliError(
      "model_not_live",
      `"${name}" is drawn in "${app.slug}" and not published yet. Publish it first.`,
    );
  const models = reader.models.map((one) => one.name);
  throw new CliError(
    "model_not_found",
    [`"${app.slug}" has no model "${name}".`, didYouMean(name, models)].filter(Boolean).join(" "),
    { details: { models } },
  );
}

function modelNamed(reader: DefinitionReader, name: string): ModelRecord | undefined {
  const exact = reader.models.find((model) => model.name === name);
  if (exact || plainName(name) === "") return exact;
  return reader.models.find((model) =>
    [model.name, model.label, model.pluralLabel ?? model.label].some((one) => plainName(one) === plainName(name)),
  );
}
