import { API_PREFIX } from "../../rest/api-paths.ts";
import { versionsOf } from "../../rest/negotiate.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import { planCreate, planDelete, planUpdate, type WritePlan } from "../execution/plan-write.ts";
import { readRow } from "../execution/read-row.ts";
import { rowKey } from "../execution/row-key.ts";
import { STALE } from "../execution/run-statement.ts";
import { writeRefusalOf } from "../execution/write-refusal.ts";
import { type WriteOutcome, writeRow } from "../execution/write-row.ts";
import { createRows } from "./answer-many-writes.ts";
import { allow, credentialsNeeded, rightsTag } from "./api-access.ts";
import { type AppResponse, header } from "./app-request.ts";
import type { HostedCall } from "./hosted-call.ts";
import { onceOf, refuseKey } from "./idempotency-key.ts";
import { isConfirmed } from "./is-confirmed.ts";
import { jsonBody } from "./json-body.ts";

/** Writes over REST: a body becomes a plan, the plan is carried out, and its outcome becomes the response. */
export async function createRow(call: HostedCall, unit: ModelUnit): Promise<AppResponse | typeof STALE> {
  allow(call, unit, "create");
  const body = await jsonBody(call.request);
  if (Array.isArray(body)) return createRows(call, unit, body);
  const once = onceOf(call, unit, body);
  const input = { body, isConfirmed: isConfirmed(call), ...(once ? { once } : {}) };
  const row = await writeRow(call, planCreate(call, unit, input));
  if (row === STALE) return STALE;
  if (row.outcome === "madeBefore" && row.isSame) return madeBefore(call, unit, row.id);
  return created(call, unit, done(call, row));
}

/** What was created with this key before, as it is now: changed since perhaps, and no row when it was deleted. */
async function madeBefore(call: HostedCall, unit: ModelUnit, id: string): Promise<AppResponse | typeof STALE> {
  const { statement } = unit.one(call.who, NO_PARAMETERS);
  const row = await readRow(call, statement, { id: rowKey(unit.model, id) });
  if (row === STALE) return STALE;
  const response = created(call, unit, { id, version: row?.version, body: row?.body });
  response.headers["idempotency-replayed"] = "true";
  return response;
}

function created(call: HostedCall, unit: ModelUnit, row: ShownRow & Pick<Written, "id">): AppResponse {
  // Who may make rows and not read them (a contact form) is only told that it was done.
  if (row.body === undefined) return noContent(201);
  const response = rowResponse(call, unit, 201, row);
  response.headers.location = `${call.request.origin}${API_PREFIX}${unit.path}/${row.id}`;
  return response;
}

export async function updateRow(
  call: HostedCall,
  unit: ModelUnit,
  keyText: string,
  kind: "mergePatch" | "replace",
): Promise<AppResponse | typeof STALE> {
  allow(call, unit, "update");
  refuseKey(call);
  const id = rowKey(unit.model, keyText);
  const versions = conditionOf(call);
  const body = await jsonBody(call.request);
  const input = { id, body, kind, versions, withBefore: false, isConfirmed: isConfirmed(call) };
  const row = await written(call, planUpdate(call, unit, input));
  if (row === STALE) return STALE;
  return row.body === undefined ? noContent(204) : rowResponse(call, unit, 200, row);
}

export async function deleteRow(
  call: HostedCall,
  unit: ModelUnit,
  keyText: string,
): Promise<AppResponse | typeof STALE> {
  allow(call, unit, "delete");
  refuseKey(call);
  const id = rowKey(unit.model, keyText);
  const row = await written(call, planDelete(call, unit, { id, versions: conditionOf(call), withBefore: false }));
  return row === STALE ? STALE : noContent(204);
}

type Written = Extract<WriteOutcome, { outcome: "written" }>;

type ShownRow = Pick<Written, "version" | "body">;

async function written(call: HostedCall, plan: WritePlan): Promise<Written | typeof STALE> {
  const outcome = await writeRow(call, plan);
  return outcome === STALE ? STALE : done(call, outcome);
}

function done(call: HostedCall, outcome: WriteOutcome): Written {
  if (outcome.outcome === "written") return outcome;
  // The rule looked at the row and said no. With credentials this visitor may be one whom it lets.
  if (outcome.outcome === "denied" && call.caller.kind === "visitor") throw credentialsNeeded();
  throw writeRefusalOf(call, outcome);
}

const noContent = (status: 201 | 204): AppResponse => ({
  status,
  headers: { "cache-control": "no-store" },
  body: undefined,
});

const NO_PARAMETERS = { names: [], values: [] };

function rowResponse(call: HostedCall, unit: ModelUnit, status: number, { version, body }: ShownRow): AppResponse {
  const { tag } = unit.one(call.who, NO_PARAMETERS);
  return {
    status,
    headers: {
      "cache-control": "no-store",
      "content-type": "application/json; charset=utf-8",
      etag: `"${version}-${tag}${rightsTag(call.live, call.caller)}"`,
    },
    body,
  };
}

/** The versions that If-Match names; undefined when there is no condition. */
function conditionOf(call: HostedCall): readonly number[] | undefined {
  const condition = header(call.request, "if-match");
  return condition === undefined ? undefined : versionsOf(condition);
}
