import { assertNever } from "../../assert-never.ts";
import type { JsonValue } from "../../definition/json.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import { type FieldError, UserError } from "../../errors.ts";
import type { RowReason } from "../../query/row-reasons.ts";
import { isWarning, ruleErrors } from "../../rest/rule-refusal.ts";
import { missingTargetError, notUniqueError } from "../../rest/write-errors.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import { STALE } from "../execution/run-statement.ts";
import { readableFields } from "../execution/write-row.ts";
import { planCreateRows, planUpdateRows, type RowsPlan, writeRows } from "../execution/write-rows.ts";
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
  return answer(call, planCreateRows(call, unit, { body, isConfirmed: isConfirmed(call) }), 201);
}

export async function updateRows(call: HostedCall, unit: ModelUnit): Promise<AppResponse | typeof STALE> {
  allow(call, unit, "update");
  refuseKey(call);
  if (header(call.request, "if-match") !== undefined) {
    throw new UserError("bad_request", "If-Match is for a write of one row: it names the version of one.");
  }
  const confirmed = isConfirmed(call);
  const body = await jsonBody(call.request);
  return answer(call, planUpdateRows(call, unit, { body, isConfirmed: confirmed }), 200);
}

async function answer(call: HostedCall, plan: RowsPlan, status: 200 | 201): Promise<AppResponse | typeof STALE> {
  const done = await writeRows(call, plan);
  if (done === STALE) return STALE;
  switch (done.outcome) {
    case "written":
      return {
        status,
        headers: { "cache-control": "no-store", "content-type": "application/json; charset=utf-8" },
        body: JSON.stringify(done.keys.map((id) => (id === null ? null : { id }))),
      };
    case "refused":
      throw refusedRows(call, plan.unit, done.reasons);
    case "conflict":
      throw withoutPointers(done.error);
    default:
      return assertNever(done);
  }
}

type Reasons = readonly (readonly [position: number, RowReason])[];

function refusedRows(call: HostedCall, unit: ModelUnit, reasons: Reasons): UserError {
  // With credentials this visitor may be a caller whom the rule allows.
  if (call.caller.kind === "visitor" && reasons.some(([, { kind }]) => kind === "denied")) return credentialsNeeded();
  const { reader } = call.live.snapshot;
  const mayRead = readableFields(call, unit);
  const errors = reasons.flatMap(([position, reason]) =>
    errorsOf(reader, reason, mayRead).map(
      (error): FieldError => ({ ...error, pointer: `/${position}${error.pointer}` }),
    ),
  );
  const kinds = new Set(reasons.map(([, { kind }]) => kind));
  const [only] = kinds.size === 1 ? kinds : [];
  const warns = reasons.every(([, reason]) => reason.kind === "broken" && isWarning(reader, reason.rule));
  const code =
    only === "denied"
      ? "rule_denied"
      : only === "taken"
        ? "not_unique"
        : warns
          ? "unconfirmed_warnings"
          : "invalid_values";
  const [first] = errors;
  const what = reasons.length === 1 && first ? first.message : `${reasons.length} rows cannot be written.`;
  return new UserError(code, `${what} Nothing was written.`, { errors });
}

/** A reason with its pointers into the row: a check has one for each of its fields. */
function errorsOf(
  reader: DefinitionReader,
  reason: RowReason,
  mayRead: (field: FieldRecord) => boolean,
): readonly FieldError[] {
  return reason.kind === "broken" ? ruleErrors(reader, reason.rule, mayRead) : [errorOf(reader, reason)];
}

function errorOf(reader: DefinitionReader, reason: Exclude<RowReason, { kind: "broken" }>): FieldError {
  switch (reason.kind) {
    case "absent":
      return { pointer: "/id", code: "not_found", message: "There is no such row." };
    case "denied":
      return { pointer: "", code: "rule_denied", message: "A rule of this app does not allow this for this row." };
    case "changed":
      return { pointer: "", code: "version_mismatch", message: "The row was changed meanwhile." };
    case "large":
      return { pointer: "", code: "too_large", message: "The row would be larger than an answer may be." };
    case "held":
      return { pointer: "", code: "conflict", message: "The data that belongs to this row cannot be written with it." };
    case "target":
      return missingTargetError(reader.field(reason.fieldId) as FieldRecord);
    case "taken":
      return notUniqueError(reader.field(reason.fieldId) as FieldRecord);
    default:
      return assertNever(reason);
  }
}

/** The database does not say which row broke its constraint. */
function withoutPointers({ code, message, errors }: UserError): UserError {
  const told = new Map(errors?.map((error) => [`${error.code} ${error.message}`, { ...error, pointer: "" }]));
  return new UserError(code, `${message} Nothing was written.`, told.size > 0 ? { errors: [...told.values()] } : {});
}
