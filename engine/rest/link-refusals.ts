import type { LinkedCollection } from "../definition/collections.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import { type FieldError, UserError } from "../errors.ts";
import { COLLECTION_LIMIT } from "../query/collection-sql.ts";
import type { RowReason } from "../query/row-reasons.ts";
import type { AddedLink, LinkChange, LinkedKey } from "./read-link-changes.ts";
import { ruleErrors } from "./rule-refusal.ts";
import { missingTargetError, notUniqueError } from "./write-errors.ts";

/** What a client is told of links that cannot be changed, with pointers into the list of its body. */
export function linksRefusal(
  errors: readonly FieldError[],
  code: "invalid_values" | "unconfirmed_warnings" = "invalid_values",
): UserError {
  const isDenied = errors.every((error) => error.code === "rule_denied");
  const [first] = errors;
  const message = errors.length === 1 && first ? first.message : `${errors.length} links cannot be changed.`;
  return new UserError(isDenied ? "rule_denied" : code, `${message} Nothing was written.`, { errors });
}

/** Why a link was refused by the statement that makes or changes it: at a field of its own that was sent, else at the link. */
export function reasonErrors(
  reader: DefinitionReader,
  { link: { model, far }, via }: LinkedCollection,
  { reason, link }: { readonly reason: RowReason; readonly link: AddedLink },
): readonly FieldError[] {
  const at = link.pointer;
  const detail = (id: FieldRecord["id"]) =>
    id === far.id || id === via.id || !link.details ? undefined : reader.fields(model.id).find((one) => one.id === id);
  if (reason.kind === "target" && reason.fieldId === far.id) return [{ ...missingTargetError(far), pointer: at }];
  if (reason.kind === "broken") {
    const errors = ruleErrors(reader, reason.rule, ({ id }) => detail(id) !== undefined);
    return errors.map((error) => ({ ...error, pointer: link.details ? at + error.pointer : at }));
  }
  if (reason.kind === "target" || reason.kind === "taken") {
    const field = detail(reason.fieldId);
    if (!field) return [{ pointer: at, code: "not_unique", message: ONCE }];
    const error = reason.kind === "target" ? missingTargetError(field) : notUniqueError(field);
    return [{ ...error, pointer: at + error.pointer }];
  }
  return [deniedError(at)];
}

const ONCE = "This row is linked already, and can be linked once.";

export const deniedError = (pointer: string): FieldError => ({
  pointer,
  code: "rule_denied",
  message: "A rule of this app does not allow this link to be changed.",
});

/** A link that is there already is not added again: what was sent with it would be lost. */
export function alreadyLinked({ pointer }: LinkedKey): UserError {
  const error = { pointer, code: "already_linked", message: ONCE };
  return new UserError("already_exists", `${ONCE} Nothing was written.`, { errors: [error] });
}

export function tooMany({ pointer }: LinkChange): UserError {
  const message = `A write changes at most ${COLLECTION_LIMIT} links.`;
  return new UserError("invalid_values", `${message} Nothing was written.`, {
    errors: [{ pointer, code: "too_many", message }],
  });
}

/** The error of a constraint, which Postgres names without the row. */
export function inList({ pointer }: LinkChange, { code, message }: UserError): UserError {
  return new UserError(code, message, { errors: [{ pointer, code, message }] });
}
