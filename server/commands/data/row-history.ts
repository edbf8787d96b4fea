import type { RowChange, RowKey, RowWriter } from "#contract/http/data";
import type { HistoryLine } from "#engine/query/compile-history";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { findAppFor } from "../apps/find-app.ts";
import { builderOf, livePlace } from "./builder.ts";
import { builderNames, GONE } from "./builder-names.ts";
import type { RowPlace } from "./row-page.ts";

const PAGE = 50;

/** Changes of a live row, newest first. Housekeeping removes them after 400 days. */
export async function listRowHistory(
  context: ServerContext,
  actor: Actor,
  input: RowPlace & { readonly rowId: RowKey; readonly cursor?: number | undefined },
): Promise<{ changes: RowChange[]; next: number | null }> {
  const { appId, modelId, rowId, cursor } = input;
  await findAppFor(actor, "readRows", appId);
  const { lines, next } = await context.engine.rows.history(livePlace(appId), builderOf(actor), modelId, {
    id: rowId,
    limit: PAGE,
    ...(cursor === undefined ? {} : { before: cursor }),
  });
  const names = await builderNames(context, lines);
  return { changes: lines.map((line) => rowChange(line, names)), next: next ?? null };
}

function rowChange(line: HistoryLine, names: ReadonlyMap<string, string>): RowChange {
  const { line: id, action, at, way, changes, link } = line;
  return {
    id,
    action,
    at: new Date(at).toISOString(),
    by: writerOf(line, names),
    way: way as RowChange["way"],
    changes: changes as RowChange["changes"],
    ...(link ? { link: { ...link, key: /^\d+$/.test(link.key) ? Number(link.key) : link.key } } : {}),
  };
}

function writerOf({ account, user, key }: HistoryLine, names: ReadonlyMap<string, string>): RowWriter {
  if (account !== null) return { kind: "builder", name: names.get(account) ?? GONE };
  if (user !== null) return { kind: "user", id: user };
  return key === null ? { kind: "visitor" } : { kind: "key", name: key.name };
}
