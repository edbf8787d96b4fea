import { API_PREFIX } from "../../rest/api-paths.ts";
import { versionsOf } from "../../rest/negotiate.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import { planCreate, planDelete, planUpdate, type WritePlan } from "../execution/plan-write.ts";
import { rowKey } from "../execution/row-key.ts";
import { STALE } from "../execution/run-statement.ts";
import { writeRefusalOf } from "../execution/write-refusal.ts";
import { type WriteOutcome, writeRow } from "../execution/write-row.ts";
import { createRows } from "./answer-many-writes.ts";
import { allow, credentialsNeeded, rightsTag } from "./api-access.ts";
import { type AppResponse, header } from "./app-request.ts";
import type { HostedCall } from "./hosted-call.ts";
import { jsonBody } from "./json-body.ts";

/** Writes over REST: a body becomes a plan, the plan is carried out, and its outcome becomes the response. */
export async function createRow(call: HostedCall, unit: ModelUnit): Promise<AppResponse | typeof STALE> {
  allow(call, unit, "create");
  const body = await jsonBody(call.request);
  if (Array.isArray(body)) return createRows(call, unit, body);
  const row = await written(call, planCreate(call, unit, { body }));
  if (row === STALE) return STALE;
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
  kind: "patch" | "replace",
): Promise<AppResponse | typeof STALE> {
  allow(call, unit, "update");
  const id = rowKey(unit.model, keyText);
  const input = { id, body: await jsonBody(call.request), kind, versions: conditionOf(call), withBefore: false };
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
  const id = rowKey(unit.model, keyText);
  const row = await written(call, planDelete(call, unit, { id, versions: conditionOf(call), withBefore: false }));
  return row === STALE ? STALE : noContent(204);
}

type Written = Extract<WriteOutcome, { outcome: "written" }>;

async function written(call: HostedCall, plan: WritePlan): Promise<Written | typeof STALE> {
  const outcome = await writeRow(call, plan);
  if (outcome === STALE || outcome.outcome === "written") return outcome;
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

function rowResponse(call: HostedCall, unit: ModelUnit, status: number, { version, body }: Written): AppResponse {
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
