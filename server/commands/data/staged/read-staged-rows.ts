import type { DataRow, RowKey } from "#contract/http/data";
import { compileBinder } from "#engine/query/binder";
import { compileTitles, titlesColumn } from "#engine/query/compile-titles";
import { likePattern } from "#engine/query/filter";
import { compileListShape } from "#engine/rest/list-request";
import { readPaging } from "#engine/rest/paging";
import type { QueryParameters } from "#engine/rest/query-string";
import { callerView } from "#engine/rest/resource";
import { listPage } from "#engine/runtime/execution/list-page";
import { listSlots } from "#engine/runtime/execution/run-list";
import type { ServerContext } from "../../../context.ts";
import type { RowPage } from "../row-page.ts";
import type { StagedModel } from "./find-staged.ts";
import { stagedScope } from "./staged-scope.ts";

const BUILDER = { kind: "builder", accountId: "", name: "" } as const;
const NO_REQUEST = { method: "", path: "", time: "" };

/** A page of rows that wait for the first publish of their model, by the same compiler as live rows. */
export async function listStagedRows(
  context: ServerContext,
  staged: StagedModel,
  parameters: QueryParameters,
): Promise<RowPage> {
  const { scope, model, absent } = await stagedScope(context, staged, { follows: true });
  const view = callerView("studio", scope);
  const paging = readPaging(parameters);
  const shape = compileListShape({ view, model, parameters, paging, shape: "record" });
  const slots = listSlots(shape, { view, parameters, paging });
  const values = compileBinder(shape.statement)(slots, BUILDER, NO_REQUEST);
  // These rows are not served yet: the login reads them, and there is no release to guard.
  const [row] = await context.engine.data.read(undefined, { text: shape.statement.text, name: undefined }, values);
  if (!row) return { rows: [], next: null };
  const { rows, next } = listPage<DataRow>(row, shape, paging);
  return { rows: rows.map((each) => withoutAbsent(each, absent)), next: next?.[1] ?? null };
}

function withoutAbsent(row: DataRow, absent: readonly string[]): DataRow {
  if (absent.length === 0) return row;
  const without = <Value>(of: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(Object.entries(of).filter(([name]) => !absent.includes(name)));
  return { ...row, values: without(row.values), titles: without(row.titles) };
}

/** Rows that wait, by title, for the relations of other models to them. */
export async function listStagedTitles(
  context: ServerContext,
  staged: StagedModel,
  { search, limit }: { readonly search: string; readonly limit: number },
): Promise<{ id: RowKey; title: string }[]> {
  const { scope, model } = await stagedScope(context, staged, { follows: false });
  const statement = compileTitles(scope, { model, most: limit });
  const slots = { pattern: likePattern("icontains", search.replaceAll("\0", "")) };
  const values = compileBinder(statement)(slots, BUILDER, NO_REQUEST);
  const [row] = await context.engine.data.read(undefined, { text: statement.text, name: undefined }, values);
  return JSON.parse(row?.[titlesColumn] ?? "[]") as { id: RowKey; title: string }[];
}
