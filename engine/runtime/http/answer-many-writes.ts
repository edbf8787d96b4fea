import { assertNever } from "../../assert-never.ts";
import type { JsonValue } from "../../definition/json.ts";
import { UserError } from "../../errors.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import { type RowReasons, rowsRefusal } from "../execution/rows-refusal.ts";
import { STALE } from "../execution/run-statement.ts";
import {
  planCreateRowsWithLists,
  planUpdateRowsWithLists,
  type RowsListsPlan,
  writeRowsWithLists,
} from "../execution/write-rows-with-lists.ts";
import { allow, credentialsNeeded } from "./api-access.ts";
import { type AppResponse, header } from "./app-request.ts";
import type { HostedCall } from "./hosted-call.ts";
import { refuseKey } from "./idempotency-key.ts";
import { jsonBody } from "./json-body.ts";
import { isConfirmed } from "./write-parameters.ts";

/**
 * Writes of many rows over REST: a POST or PATCH whose body is an array. All rows are written or none; the answer has
 * `{"id": 12}` for each, in the order of the body, and null for a row that the caller may not read.
 */
export async function createRows(
  call: HostedCall,
  unit: ModelUnit,
  body: JsonValue,
): Promise<AppResponse | typeof STALE> {
  refuseKey(call);
  return answer(call, planCreateRowsWithLists(call, unit, { body, isConfirmed: isConfirmed(call) }), 201);
}

export async function updateRows(call: HostedCall, unit: ModelUnit): Promise<AppResponse | typeof STALE> {
  allow(call, unit, "update");
  refuseKey(call);
  if (header(call.request, "if-match") !== undefined) {
    throw new UserError("bad_request", "If-Match is for a write of one row: it names the version of one.");
  }
  const confirmed = isConfirmed(call);
  const body = await jsonBody(call.request);
  return answer(call, planUpdateRowsWithLists(call, unit, { body, isConfirmed: confirmed }), 200);
}

async function answer(call: HostedCall, plan: RowsListsPlan, status: 200 | 201): Promise<AppResponse | typeof STALE> {
  const done = await writeRowsWithLists(call, plan);
  if (done === STALE) return STALE;
  switch (done.outcome) {
    case "written":
      return {
        status,
        headers: { "cache-control": "no-store", "content-type": "application/json; charset=utf-8" },
        body: JSON.stringify(done.keys.map((id) => (id === null ? null : { id }))),
      };
    case "refused":
      throw refusedRows(call, plan.plan.unit, done.reasons);
    case "refusedList":
      // With credentials this visitor may be a caller whom the rule allows.
      throw call.caller.kind === "visitor" && done.error.code === "rule_denied" ? credentialsNeeded() : done.error;
    case "conflict":
      throw withoutPointers(done.error);
    default:
      return assertNever(done);
  }
}

function refusedRows(call: HostedCall, unit: ModelUnit, reasons: RowReasons): UserError {
  // With credentials this visitor may be a caller whom the rule allows.
  if (call.caller.kind === "visitor" && reasons.some(([, { kind }]) => kind === "denied")) return credentialsNeeded();
  return rowsRefusal(call, unit, { reasons, pointerAt: (position) => `/${position}` });
}

/** The database does not say which row broke its constraint. */
function withoutPointers({ code, message, errors }: UserError): UserError {
  const told = new Map(errors?.map((error) => [`${error.code} ${error.message}`, { ...error, pointer: "" }]));
  return new UserError(code, `${message} Nothing was written.`, told.size > 0 ? { errors: [...told.values()] } : {});
}
