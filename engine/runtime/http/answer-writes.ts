import { isUtf8 } from "node:buffer";
import type { Caller } from "../../caller.ts";
import type { JsonValue } from "../../definition/json.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import { UserError } from "../../errors.ts";
import { createColumns, createVerdictColumns } from "../../query/compile-create.ts";
import { deleteColumns, protectingRelation } from "../../query/compile-delete.ts";
import { updateColumns } from "../../query/compile-update.ts";
import { API_PREFIX } from "../../rest/api-paths.ts";
import { mediaType, versionsOf } from "../../rest/negotiate.ts";
import { parseJson } from "../../rest/parse-json.ts";
import { readBody, type WriteValues } from "../../rest/read-body.ts";
import { missingTarget, writeRefusal } from "../../rest/write-errors.ts";
import type { CompiledStatement } from "../../snapshot/compiled-statement.ts";
import type { CompiledCreate, ModelUnit } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import { sqlState } from "../data/connection.ts";
import type { WireRow } from "../data/wire-query.ts";
import { runInsert, runRead, runWrite, STALE } from "../execution/run-statement.ts";
import { type ApiCall, allow, deniedByRule, rightsTag, rowKey, rowNotFound } from "./api-call.ts";
import { type AppResponse, header } from "./app-request.ts";

const JSON_TYPES = new Set(["application/json", "application/merge-patch+json"]);

/** The body as JSON; 415 for another type, 400 for what is no JSON. */
export function jsonBody(call: Pick<ApiCall, "request">): JsonValue {
  const { request } = call;
  const type = mediaType(header(request, "content-type"));
  if (!JSON_TYPES.has(type)) {
    throw new UserError("unsupported_media_type", "Send the values as application/json.", {
      headers: { "accept-post": "application/json", "accept-patch": "application/merge-patch+json, application/json" },
    });
  }
  if (!request.body || request.body.byteLength === 0) throw new UserError("invalid_json", "The body is empty.");
  return parseJson(decodeUtf8(request.body));
}

function decodeUtf8(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new UserError("invalid_json", "The body is not UTF-8.");
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}

export async function createRow(call: ApiCall, unit: ModelUnit): Promise<AppResponse | typeof STALE> {
  const { caller, live, request } = call;
  allow(call, unit, "create");
  const values = readBody(unit.view(call.who), unit.model, jsonBody(call), "create");
  checkTargets(call, values);
  const row = await insert(call, unit, unit.create(call.who), values.slots);
  if (row === STALE) return STALE;
  const body = row[createColumns.body];
  const headers: Record<string, string> = { "cache-control": "no-store" };
  // Who may make rows and not read them (a contact form) hears only that it was done.
  if (body == null) return { status: 201, headers, body: undefined };
  headers.location = `${request.origin}${API_PREFIX}${unit.path}/${row[createColumns.id]}`;
  headers["content-type"] = "application/json; charset=utf-8";
  headers.etag = `"${row[createColumns.version]}-${unit.one(call.who, NO_PARAMETERS).tag}${rightsTag(live, caller)}"`;
  return { status: 201, headers, body };
}

const NO_PARAMETERS = { names: [], values: [] };

export async function updateRow(
  call: ApiCall,
  unit: ModelUnit,
  keyText: string,
  kind: "patch" | "replace",
): Promise<AppResponse | typeof STALE> {
  const { caller, live } = call;
  allow(call, unit, "update");
  const id = rowKey(unit.model, keyText);
  const values = readBody(unit.view(call.who), unit.model, jsonBody(call), kind);
  checkTargets(call, values);
  const condition = conditionOf(call);
  const { statement, relations } = unit.update(call.who, {
    changed: values.given.map(({ field }) => field),
    hasCondition: condition !== undefined,
    withBefore: false,
  });
  const row = await write(call, unit, statement, {
    ...values.slots,
    id,
    ...(condition ? { versions: condition } : {}),
  });
  if (row === STALE) return STALE;
  judge(row, caller);
  refuseUnreadable(row[updateColumns.unreadable], relations);
  if (row[updateColumns.fits] !== "t") throw deniedByRule(caller);
  const body = row[updateColumns.body];
  const headers: Record<string, string> = { "cache-control": "no-store" };
  if (body == null) return { status: 204, headers, body: undefined };
  headers["content-type"] = "application/json; charset=utf-8";
  headers.etag = `"${row[updateColumns.version]}-${unit.one(call.who, NO_PARAMETERS).tag}${rightsTag(live, caller)}"`;
  return { status: 200, headers, body };
}

export async function deleteRow(call: ApiCall, unit: ModelUnit, keyText: string): Promise<AppResponse | typeof STALE> {
  const { caller } = call;
  allow(call, unit, "delete");
  const id = rowKey(unit.model, keyText);
  const condition = conditionOf(call);
  const { statement } = unit.delete(call.who, { hasCondition: condition !== undefined, withBefore: false });
  const row = await write(call, unit, statement, { id, ...(condition ? { versions: condition } : {}) });
  if (row === STALE) return STALE;
  judge(row, caller);
  refuseProtected(call, row[deleteColumns.protectedBy]);
  return { status: 204, headers: { "cache-control": "no-store" }, body: undefined };
}

/** The verdicts that updates and deletes share: not there for this caller, not allowed, not the version it knew. */
function judge(row: WireRow, caller: Caller): void {
  if (row[updateColumns.visible] !== "t") throw rowNotFound();
  if (row[updateColumns.allowed] !== "t") throw deniedByRule(caller);
  if (row[updateColumns.current] !== "t") throw changedMeanwhile();
}

export const changedMeanwhile = () =>
  new UserError("version_mismatch", "The row was changed since you read it. Read it again, then decide.");

export function refuseUnreadable(position: string | null | undefined, relations: readonly FieldRecord[]): void {
  const field = position == null ? undefined : relations[Number(position)];
  if (field) throw missingTarget(field);
}

export function refuseProtected(call: Pick<ApiCall, "live" | "who">, fieldId: string | null | undefined): void {
  if (fieldId == null) return;
  const { live } = call;
  const relation = protectingRelation(live.snapshot, fieldId);
  // What stands in the way is named only to those who may read it.
  const isKnown = relation && call.who.access(relation.owner.id, "read").kind !== "closed";
  const who = isKnown ? `${relation.owner.label} (${relation.field.label})` : "another model";
  throw new UserError("protected", `Rows of ${who} point to this row, so it cannot be deleted.`);
}

/** A relation may only be set to rows of a model that the caller may read at all. */
function checkTargets(call: ApiCall, { given, slots }: WriteValues): void {
  const { live, caller, facts } = call;
  for (const { field, slot, target } of given) {
    if (target === undefined || slots[slot] === null) continue;
    if (!live.snapshot.rules.permits(target, "read", caller, facts)) throw missingTarget(field);
  }
}

/** The versions that If-Match names; undefined when there is no condition. */
function conditionOf(call: ApiCall): readonly number[] | undefined {
  const condition = header(call.request, "if-match");
  return condition === undefined ? undefined : versionsOf(condition);
}

type WriteCall = Pick<ApiCall, "data" | "live" | "caller" | "facts" | "look">;

/** Makes a row, or says why not. */
export async function insert(
  call: WriteCall,
  unit: ModelUnit,
  { statement, verdict, relations }: CompiledCreate,
  slots: Record<string, SqlValue>,
): Promise<WireRow | typeof STALE> {
  const { data, live, caller, facts } = call;
  const done = await refusing(call, unit, () => runInsert(data, live, statement, { slots, caller, facts }));
  if (done !== undefined) return done;
  const row = await runRead(data, live, verdict, { slots, caller, facts });
  if (row === STALE) return STALE;
  refuseUnreadable(row[createVerdictColumns.unreadable], relations);
  if (row[createVerdictColumns.allowed] !== "t") throw deniedByRule(caller);
  // What stood in the way is gone meanwhile: the request is done again from its start.
  return STALE;
}

/** Changes or deletes a row; the answer says what was done and what not. */
export const write = (
  call: WriteCall,
  unit: ModelUnit,
  statement: CompiledStatement,
  slots: Record<string, SqlValue>,
): Promise<WireRow | typeof STALE> => {
  const { data, live, caller, facts } = call;
  return refusing(call, unit, () => runWrite(data, live, statement, { slots, caller, facts }));
};

/**
 * What Postgres refuses is judged after the guard: only when the snapshot is still the live one is the refusal the
 * caller's.
 */
async function refusing<Result>(
  call: WriteCall,
  unit: ModelUnit,
  run: () => Promise<Result>,
): Promise<Result | typeof STALE> {
  try {
    return await run();
  } catch (error) {
    const { live } = call;
    const state = sqlState(error);
    if (state === undefined || !/^2[23]/.test(state)) throw error;
    if ((await call.look()) !== live) return STALE;
    const { constraint, column } = error as { constraint?: string; column?: string };
    throw writeRefusal(live.snapshot.reader, unit.model.id, { state, constraint, column }) ?? error;
  }
}
