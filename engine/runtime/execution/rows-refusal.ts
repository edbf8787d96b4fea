import { assertNever } from "../../assert-never.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import { type ErrorCode, type FieldError, UserError } from "../../errors.ts";
import type { RowReason } from "../../query/row-reasons.ts";
import { isWarning, ruleErrors } from "../../rest/rule-refusal.ts";
import { missingTargetError, notUniqueError } from "../../rest/write-errors.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { RowCall } from "./row-call.ts";
import { readableFields } from "./write-row.ts";

export type RowReasons = readonly (readonly [position: number, RowReason])[];

/** Why rows of a write of many were refused, as one error with a pointer for each. */
export function rowsRefusal(
  call: Pick<RowCall, "live" | "who" | "entry">,
  unit: ModelUnit,
  { reasons, pointerAt }: { readonly reasons: RowReasons; pointerAt(position: number): string },
): UserError {
  const { reader } = call.live.snapshot;
  const mayRead = readableFields(call, unit);
  const errors = reasons.flatMap(([position, reason]) =>
    errorsOf(reader, reason, mayRead).map((error) => ({ ...error, pointer: pointerAt(position) + error.pointer })),
  );
  const [first] = errors;
  const what = reasons.length === 1 && first ? first.message : `${reasons.length} rows cannot be written.`;
  return new UserError(codeOf(reader, reasons), `${what} Nothing was written.`, { errors });
}

function codeOf(reader: DefinitionReader, reasons: RowReasons): ErrorCode {
  if (reasons.every(([, reason]) => reason.kind === "broken" && isWarning(reader, reason.rule))) {
    return "unconfirmed_warnings";
  }
  const kinds = new Set(reasons.map(([, { kind }]) => kind));
  const [only] = kinds.size === 1 ? kinds : [];
  if (only === "denied") return "rule_denied";
  if (only === "changed") return "version_mismatch";
  return only === "taken" ? "not_unique" : "invalid_values";
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
