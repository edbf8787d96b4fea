import * as z from "zod";
import type { RowKey } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import type { FieldId } from "#engine/definition/ids";
import { type JsonValue, jsonValueSchema } from "#engine/definition/json";
import { UserError } from "#engine/errors";
import { parsePlainJson } from "#engine/plain-json";
import type { QueryParameters } from "#engine/rest/query-string";
import { NotPublished } from "#engine/runtime/execution/not-published";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { findAppFor } from "../apps/find-app.ts";
import { builderOf, livePlace } from "./builder.ts";
import type { RowPage, RowPlace } from "./row-page.ts";
import { countStagedRows } from "./staged/count-staged-rows.ts";
import { listStagedRows, listStagedTitles } from "./staged/read-staged-rows.ts";
import { whereRowsAre } from "./staged/where-rows-are.ts";

/** A page of a model's rows as they are live; of one that is not published, the rows that wait for that. */
export async function listRows(
  context: ServerContext,
  actor: Actor,
  input: RowPlace & { query: Readonly<Record<string, string>> },
): Promise<RowPage> {
  await findAppFor(actor, "readRows", input.appId);
  const parameters: QueryParameters = { names: Object.keys(input.query), values: Object.values(input.query) };
  return whereRowsAre(context, input, {
    staged: (staged) => listStagedRows(context, staged, parameters),
    async live() {
      const page = await context.engine.rows.list(livePlace(input.appId), builderOf(actor), input.modelId, parameters);
      return page as RowPage;
    },
  });
}

/** How many rows each model has that is live, and each whose rows wait for that. */
export async function countRows(context: ServerContext, actor: Actor, { appId }: { readonly appId: AppId }) {
  await findAppFor(actor, "readRows", appId);
  const waiting = await countStagedRows(context, appId);
  try {
    return { ...waiting, ...(await context.engine.rows.counts(livePlace(appId), builderOf(actor))) };
  } catch (error) {
    if (error instanceof NotPublished) return waiting;
    throw error;
  }
}

/** Rows of all live models by title; none of an app that is not live. */
export async function searchRows(
  context: ServerContext,
  actor: Actor,
  input: { readonly appId: AppId; readonly search: string; readonly limit: number; readonly signal: AbortSignal },
) {
  await findAppFor(actor, "readRows", input.appId);
  try {
    return await context.engine.rows.search(livePlace(input.appId), builderOf(actor), input);
  } catch (error) {
    if (error instanceof NotPublished) return [];
    throw error;
  }
}

/** Rows of a live model by their whole titles. Rows that wait for their first publish have no links yet. */
export async function findRowsByTitle(
  context: ServerContext,
  actor: Actor,
  { appId, modelId, titles }: RowPlace & { readonly titles: readonly string[] },
): Promise<{ id: RowKey; title: string }[]> {
  await findAppFor(actor, "readRows", appId);
  return context.engine.rows.byTitle(livePlace(appId), builderOf(actor), modelId, titles);
}

export async function listRowTitles(
  context: ServerContext,
  actor: Actor,
  input: RowPlace & { search: string; limit: number; relation?: FieldId | undefined; record?: string | undefined },
): Promise<{ id: RowKey; title: string }[]> {
  await findAppFor(actor, "readRows", input.appId);
  const { search, limit, relation } = input;
  const record = input.record === undefined ? {} : recordOf(parsePlainJson(input.record, "The values of the row"));
  const asked = { search, limit, relation, record };
  return whereRowsAre(context, input, {
    staged: (staged) => listStagedTitles(context, staged, { search, limit }),
    live: () => context.engine.rows.titles(livePlace(input.appId), builderOf(actor), input.modelId, asked),
  });
}

function recordOf(sent: unknown): Readonly<Record<string, JsonValue>> {
  const read = z.record(z.string(), jsonValueSchema).safeParse(sent);
  if (!read.success) throw new UserError("invalid_parameter", "The values of the row are a JSON object.");
  return read.data;
}
