import type * as z from "zod";
import type { previewRows } from "#contract/http/preview";
import type { AppId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import type { PreviewReads } from "#engine/views/preview/preview-reads";
import type { QueryRead } from "#engine/views/preview/query-reads";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { findAppFor } from "../apps/find-app.ts";
import { builderOf, livePlace } from "./builder.ts";

type Question = z.output<typeof previewRows.body>;
type Answer = z.output<typeof previewRows.response>;

/** As many as a page could name; a statement with more would only be heavy. */
const MAX_READS = 500;
const MAX_DEPTH = 12;

/** Live rows for a page of the draft. A builder who may not see rows in the studio may not see them here either. */
export async function readPreviewRows(
  context: ServerContext,
  actor: Actor,
  { appId, ...question }: Question & { readonly appId: AppId },
): Promise<Answer> {
  await findAppFor(actor, "readRows", appId);
  const { as, path, rows, queries } = question;
  const reads = [...(rows ? [rows.reads] : []), ...queries.map((query) => query.reads)];
  if (reads.reduce((count, read) => count + countReads(read, 0), 0) > MAX_READS) {
    throw new UserError(
      "invalid_parameter",
      `A preview reads at most ${MAX_READS} fields, ${MAX_DEPTH} relations deep.`,
    );
  }
  const answer = await context.engine.previews.read(livePlace(appId), builderOf(actor), {
    caller: as,
    path,
    rows: rows && {
      reads: rows.reads,
      pageSize: rows.pageSize,
      listed: rows.listed,
      parameters: { names: rows.parameters.map(([name]) => name), values: rows.parameters.map(([, value]) => value) },
    },
    queries: queries as readonly QueryRead[],
  });
  return answer as Answer;
}

function countReads(reads: PreviewReads, depth: number): number {
  if (depth > MAX_DEPTH) return MAX_READS + 1;
  let count = 1;
  for (const child of Object.values(reads.fields))
    count += typeof child === "string" ? 1 : countReads(child, depth + 1);
  for (const { rows } of Object.values(reads.collections ?? {})) count += rows ? countReads(rows, depth + 1) : 1;
  return count;
}
