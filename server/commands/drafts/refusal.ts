import { QueryTypes, type Transaction } from "sequelize";
import type { DefinitionRecord } from "#engine/definition/app-definition";
import { describeRecord } from "#engine/edits/describe-record";
import type { EditOperation, EditRefusal, EditTargetId } from "#engine/edits/edit";
import { type ErrorCode, UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import type { FoundDraft } from "./find-draft.ts";

const refusalCodes: Readonly<Record<EditRefusal["code"], ErrorCode>> = {
  record_exists: "already_exists",
  record_missing: "conflict",
  owner_missing: "conflict",
  property_unknown: "invalid_values",
  property_required: "invalid_values",
  property_fixed: "invalid_values",
  value_invalid: "invalid_values",
  too_many_records: "invalid_values",
};

/**
 * A refused batch as an error. When what it needs was deleted, it also says by whom and which edit that was, so that the
 * author can have it back.
 */
export async function refusalError(
  context: ServerContext,
  input: { readonly draft: FoundDraft; readonly refusal: EditRefusal; readonly operations: readonly EditOperation[] },
  transaction: Transaction,
): Promise<UserError> {
  const { draft, refusal, operations } = input;
  const id = missingId(refusal, operations);
  const deletion = id && (await findDeletion(context, { draft, id }, transaction));
  if (!deletion) return new UserError(refusalCodes[refusal.code], refusal.message, { extra: refusal });
  const what = deletion.record ? describeRecord(deletion.record) : "what this edit needs";
  return new UserError(refusalCodes[refusal.code], `${deletion.by} has deleted ${what} meanwhile.`, {
    extra: { ...refusal, by: deletion.by, deletedId: id, deletedIn: deletion.revision },
  });
}

function missingId(refusal: EditRefusal, operations: readonly EditOperation[]): EditTargetId | undefined {
  if (refusal.code === "record_missing") return refusal.recordId;
  if (refusal.code !== "owner_missing") return undefined;
  // The owner that a record is made under, or that an update names.
  const { recordId, property = "" } = refusal;
  for (const operation of operations) {
    if (operation.op === "delete") continue;
    const id = operation.op === "create" ? operation.record.id : operation.id;
    const properties: Readonly<Record<string, unknown>> = operation.op === "create" ? operation.record : operation.set;
    if (id === recordId && Object.hasOwn(properties, property)) return properties[property] as EditTargetId;
  }
  return undefined;
}

async function findDeletion(
  context: ServerContext,
  input: { readonly draft: FoundDraft; readonly id: EditTargetId },
  transaction: Transaction,
): Promise<{ by: string; revision: number; record: DefinitionRecord | undefined } | undefined> {
  const [row] = await context.sequelize.query<{ by: string; revision: number; inverse: readonly EditOperation[] }>(
    `SELECT a.name AS by, e.revision, e.inverse
       FROM platform.draft_edits e JOIN platform.accounts a ON a.id = e.actor_id
      WHERE e.draft_id = $1 AND e.touched @> ARRAY[$2] AND e.forward @> $3::jsonb
      ORDER BY e.revision DESC LIMIT 1`,
    {
      bind: [input.draft.id, input.id, JSON.stringify([{ op: "delete", id: input.id }])],
      type: QueryTypes.SELECT,
      transaction,
    },
  );
  if (!row) return undefined;
  const creation = row.inverse.find((operation) => operation.op === "create" && operation.record.id === input.id);
  return { by: row.by, revision: row.revision, record: creation?.op === "create" ? creation.record : undefined };
}
