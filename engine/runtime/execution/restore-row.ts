import type { FieldId, ModelId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { UserError } from "../../errors.ts";
import { deletedWithColumn, restoredColumns } from "../../query/compile-restore.ts";
import { hasListValidations } from "../../query/list-validations.ts";
import { constraintRefusal } from "../../rest/constraint-refusal.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import { sqlState } from "../data/connection.ts";
import type { RowAccess } from "../data/row-access.ts";
import { judgeLists } from "./judge-lists.ts";
import type { RowCall } from "./row-call.ts";
import { runRead, runWrite, STALE } from "./run-statement.ts";
import { inTransaction } from "./transaction.ts";

const notDeleted = (): UserError =>
  new UserError("not_found", "This row is not among the deleted ones. It may have been restored meanwhile.");

/**
 * Brings a deleted row back with all rows that the same statement deleted, and lets the relations that it emptied name
 * their rows again. All of it or nothing. Gives how many rows came back.
 *
 * @throws UserError `not_found` when the row is not in the history; `not_unique`, `invalid_values` when something stands
 * in the way: a unique value that another row has by now, a row that a relation names and that is gone.
 */
export async function restoreRow(
  call: RowCall & { readonly data: RowAccess },
  unit: ModelUnit,
  row: string,
): Promise<number | typeof STALE> {
  const countOf = async () => {
    const back = await bringBack(call, unit, row);
    return back === STALE ? STALE : back.count;
  };
  if (!hasListValidations(call.live.snapshot.reader)) return countOf();
  const options = { what: `restoring ${unit.model.label}`, deadlineMs: DEADLINE_MS };
  return inTransaction(call, options, async (transaction) => {
    const { count, keys } = await transaction.run((inside) => bringBack(inside, unit, row));
    // Rows come back as they were, whatever is asked of new ones by now. Validations over lists judge the rows that have been
    // there all the time, and that a line comes back to; one that only warns does not stop it.
    const judged = { about: unit.model.id, isConfirmed: true, except: keys };
    await transaction.run((inside) => judgeLists(inside, judged));
    return count;
  });
}

/** In ms. */
const DEADLINE_MS = 10_000;

interface Back {
  readonly count: number;
  /** Of the rows that came back, by model. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

async function bringBack(call: RowCall, unit: ModelUnit, row: string): Promise<Back | typeof STALE> {
  const found = await runRead(call, unit.deletedWith(call.who), { row });
  if (found === STALE) return STALE;
  const ids = JSON.parse(found[deletedWithColumn] ?? "[]") as ModelId[];
  const { reader } = call.live.snapshot;
  // Models that are no longer there keep their lines: a rollback brings the models back.
  const models = ids.flatMap((id) => reader.model(id) ?? []);
  if (!models.includes(unit.model)) throw notDeleted();
  try {
    const done = await runWrite(call, unit.restore(call.who, models), { row });
    if (done === STALE) return STALE;
    const count = Number(done[restoredColumns.count]);
    if (count === 0) throw notDeleted();
    return { count, keys: JSON.parse(done[restoredColumns.keys] ?? "{}") as Back["keys"] };
  } catch (error) {
    const refusal = refusalOf(reader, error);
    if (!refusal) throw error;
    return (await call.look()) === call.live ? Promise.reject(refusal) : STALE;
  }
}

/** What stands in the way, as Postgres found it: constraints are named by the id of their field. */
function refusalOf(reader: DefinitionReader, error: unknown): UserError | undefined {
  const { constraint = "", column, table } = error as { constraint?: string; column?: string; table?: string };
  const field = reader.field(constraint.slice(3) as FieldId);
  const broken = constraintRefusal(reader, constraint, () => true);
  if (broken) return new UserError(broken.code, `The deleted row cannot come back: ${broken.message}`);
  const place = field && `${reader.model(field.modelId)?.label ?? ""}: `;
  switch (sqlState(error)) {
    case "23505":
      return field
        ? new UserError("not_unique", `${place}Another row has this ${field.label} by now. Change that row first.`)
        : new UserError("not_unique", "There is a row with this number again, so the deleted one cannot come back.");
    case "23503":
      return new UserError(
        "invalid_values",
        field
          ? `${place}${field.label} names a row that is deleted. Restore that row first.`
          : "A row that this one names is deleted. Restore that row first.",
      );
    case "23502": {
      const model = reader.models.find(({ name }) => name === table);
      const missing = model && reader.fields(model.id).find(({ name }) => name === column);
      const label = missing ? `${model.label}: ${missing.label}` : "A field";
      return new UserError("invalid_values", `${label} is required by now, and the deleted row has no value in it.`);
    }
    default:
      // A value that its field's type does not take any more.
      return /^22/.test(sqlState(error) ?? "")
        ? new UserError("invalid_values", "A value of the deleted row does not fit its field any more.")
        : undefined;
  }
}
