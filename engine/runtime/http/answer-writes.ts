import { UserError } from "../../errors.ts";
import { API_PREFIX } from "../../rest/api-paths.ts";
import { versionsOf } from "../../rest/negotiate.ts";
import type { QueryParameters } from "../../rest/query-string.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import { planDelete } from "../execution/plan-write.ts";
import { readRow } from "../execution/read-row.ts";
import { rowKey } from "../execution/row-key.ts";
import { STALE } from "../execution/run-statement.ts";
import { planCreateWithLists, planUpdateWithLists, withoutLists } from "../execution/write-with-lists.ts";
import { createRows } from "./answer-many-writes.ts";
import { allow, rowTag } from "./api-access.ts";
import { type AppResponse, header } from "./app-request.ts";
import { blockingErrors, type DeleteDryRun, deleteDryRun, judgedDryRun } from "./delete-dry-run.ts";
import type { HostedCall } from "./hosted-call.ts";
import { onceOf, refuseKey } from "./idempotency-key.ts";
import { jsonBody } from "./json-body.ts";
import { type Written, writeOne } from "./write-one.ts";
import { deleteParameters, writeParameters } from "./write-parameters.ts";

/** Writes over REST: a body becomes a plan, the plan is carried out, and its outcome becomes the response. */
export async function createRow(call: HostedCall, unit: ModelUnit): Promise<AppResponse | typeof STALE> {
  const { isConfirmed, shown } = writeParameters(call, unit);
  allow(call, unit, "create");
  const body = await jsonBody(call.request);
  if (Array.isArray(body)) return createRows(call, unit, body);
  const once = onceOf(call, unit, body);
  const plan = planCreateWithLists(call, unit, { body, isConfirmed, ...(once ? { once } : {}) });
  const row = await writeOne(call, unit, { plan, shown });
  if (row === STALE) return STALE;
  if (row.outcome === "madeBefore") return madeBefore(call, unit, { id: row.id, shown });
  return created(call, unit, { row, shown });
}

/** What was created with this key before, as it is now: changed since perhaps, and no row when it was deleted. */
async function madeBefore(
  call: HostedCall,
  unit: ModelUnit,
  { id, shown }: { readonly id: string; readonly shown: QueryParameters },
): Promise<AppResponse | typeof STALE> {
  const { statement } = unit.one(call.who, shown);
  const row = await readRow(call, statement, { id: rowKey(unit.model, id) });
  if (row === STALE) return STALE;
  const response = created(call, unit, { row: { id, version: row?.version, body: row?.body }, shown });
  response.headers["idempotency-replayed"] = "true";
  return response;
}

function created(
  call: HostedCall,
  unit: ModelUnit,
  { row, shown }: { readonly row: ShownRow & Pick<Written, "id">; readonly shown: QueryParameters },
): AppResponse {
  // Who may make rows and not read them (a contact form) is only told that it was done.
  if (row.body === undefined) return noContent(201);
  const response = rowResponse(call, unit, { status: 201, row, shown });
  response.headers.location = `${call.request.origin}${API_PREFIX}${unit.path}/${row.id}`;
  return response;
}

export async function updateRow(
  call: HostedCall,
  unit: ModelUnit,
  keyText: string,
  kind: "mergePatch" | "replace",
): Promise<AppResponse | typeof STALE> {
  const { isConfirmed, shown } = writeParameters(call, unit);
  allow(call, unit, "update");
  refuseKey(call);
  const id = rowKey(unit.model, keyText);
  const versions = conditionOf(call);
  const body = await jsonBody(call.request);
  const plan = planUpdateWithLists(call, unit, { id, body, kind, versions, withBefore: false, isConfirmed });
  const row = await writeOne(call, unit, { plan, shown });
  if (row === STALE) return STALE;
  // Only a create can have been made before.
  if (row.outcome === "madeBefore" || row.body === undefined) return noContent(204);
  return rowResponse(call, unit, { status: 200, row, shown });
}

export async function deleteRow(
  call: HostedCall,
  unit: ModelUnit,
  keyText: string,
): Promise<AppResponse | typeof STALE> {
  const { isDryRun, isConfirmed } = deleteParameters(call);
  allow(call, unit, "delete");
  refuseKey(call);
  const id = rowKey(unit.model, keyText);
  if (isDryRun) {
    const found = await judgedDryRun(call, unit, { id, isConfirmed });
    return found === STALE ? STALE : dryRunResponse(found);
  }
  const plan = planDelete(call, unit, { id, versions: conditionOf(call), withBefore: false });
  try {
    const row = await writeOne(call, unit, { plan: withoutLists(plan, { isConfirmed }), shown: NO_PARAMETERS });
    return row === STALE ? STALE : noContent(204);
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== "protected") throw error;
    const found = await deleteDryRun(call, unit, id);
    if (found === STALE) return STALE;
    throw new UserError("protected", error.message, { errors: blockingErrors(found) });
  }
}

const dryRunResponse = (found: DeleteDryRun): AppResponse => ({
  status: 200,
  headers: { "cache-control": "no-store", "content-type": "application/json; charset=utf-8" },
  body: JSON.stringify(found),
});

type ShownRow = Pick<Written, "version" | "body">;

const noContent = (status: 201 | 204): AppResponse => ({
  status,
  headers: { "cache-control": "no-store" },
  body: undefined,
});

const NO_PARAMETERS: QueryParameters = { names: [], values: [] };

interface Shown {
  readonly status: number;
  readonly row: ShownRow;
  readonly shown: QueryParameters;
}

function rowResponse(call: HostedCall, unit: ModelUnit, { status, row, shown }: Shown): AppResponse {
  const { version = "", body = "" } = row;
  return {
    status,
    headers: {
      "cache-control": "no-store",
      "content-type": "application/json; charset=utf-8",
      etag: rowTag(call, unit.one(call.who, shown), { version, body }),
    },
    body,
  };
}

/** The versions that If-Match names; undefined when there is no condition. */
function conditionOf(call: HostedCall): readonly number[] | undefined {
  const condition = header(call.request, "if-match");
  return condition === undefined ? undefined : versionsOf(condition);
}
