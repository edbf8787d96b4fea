import type { FieldId, ModelId } from "../../definition/ids.ts";
import type { JsonValue } from "../../definition/json.ts";
import { UserError } from "../../errors.ts";
import type { Frame, RowsOfStep } from "../../flows/program.ts";
import type { FlowPorts, FlowRow, WrittenValues } from "../../flows/run-flow.ts";
import { flowCountColumns, flowRowsColumns, flowSlot, MAX_FOUND_BYTES } from "../../query/flow-rows.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { SqlCast, SqlValue } from "../../sql/sql.ts";
import type { WireRow } from "../data/wire-query.ts";
import { planCreate, planDelete, planUpdate, type WritePlan } from "../execution/plan-write.ts";
import type { RowCall } from "../execution/row-call.ts";
import type { WriteOutcome } from "../execution/write-row.ts";
import { type FlowStatement, statementOfStep } from "./flow-statements.ts";

/** How statements of a run are carried out: each by itself, or those of one transaction. */
export interface FlowRows {
  readonly call: RowCall;
  read(statement: FlowStatement["statement"], slots: Record<string, SqlValue>): Promise<WireRow>;
  /** Throws why it was not done. */
  write(plan: WritePlan): Promise<Extract<WriteOutcome, { outcome: "written" }>>;
}

/** A row was changed by somebody else after the flow had found it: the flow runs again. */
export class ChangedMeanwhile extends Error {}

/** The rows of an app for one run of a flow, with the rights of the call. */
export function flowPorts({ call, read, write }: FlowRows): FlowPorts & { readonly written: ReadonlySet<ModelId> } {
  const { snapshot } = call.live;
  /** The version of each row that was found. */
  const versions = new WeakMap<FlowRow, number>();
  /** Rows that this run has written: they are locked by it, and are not compared again. */
  const own = new Set<string>();
  const written = new Set<ModelId>();

  const unitOf = (modelId: ModelId): ModelUnit => {
    const unit = snapshot.models.get(modelId);
    if (!unit) throw new Error(`The release has no model ${modelId}.`);
    return unit;
  };
  const rowsOf = async (rows: RowsOfStep, frame: Frame, use: "find" | "lock"): Promise<readonly FlowRow[]> => {
    const statement = statementOfStep(snapshot, rows, { who: call.who, use });
    const row = await read(statement.statement, slotsOf(statement, rows, frame));
    if (row[flowRowsColumns.kept] !== row[flowRowsColumns.found]) throw tooLarge();
    const body = row[flowRowsColumns.body];
    const found = body == null ? [] : (JSON.parse(`[${body}]`) as { readonly v: number; readonly r: FlowRow }[]);
    return found.map(({ v, r }) => {
      versions.set(r, v);
      return r;
    });
  };
  const bodyOf = (unit: ModelUnit, values: WrittenValues): JsonValue =>
    Object.fromEntries([...values].map(([fieldId, value]) => [nameOf(unit, fieldId), plain(value)]));
  const nameOf = (unit: ModelUnit, fieldId: FieldId): string =>
    snapshot.reader.fields(unit.model.id).find(({ id }) => id === fieldId)?.name ?? fieldId;
  const note = (modelId: ModelId, id: unknown): void => {
    own.add(`${modelId} ${String(id)}`);
    written.add(modelId);
  };
  /** What a change of this row compares with: the version that was read. */
  const versionsOf = (modelId: ModelId, row: FlowRow): readonly number[] | undefined => {
    const version = versions.get(row);
    return version === undefined || own.has(`${modelId} ${String(row.id)}`) ? undefined : [version];
  };

  return {
    written,
    find: (rows, frame) => rowsOf(rows, frame, "find"),
    lock: (rows, frame) => rowsOf(rows, frame, "lock"),
    async count(rows, frame) {
      const statement = statementOfStep(snapshot, rows, { who: call.who, use: "count" });
      const row = await read(statement.statement, slotsOf(statement, rows, frame));
      return Number(row[flowCountColumns.count]);
    },
    async create(modelId, values) {
      const unit = unitOf(modelId);
      const { id, body } = await write(planCreate(call, unit, { body: bodyOf(unit, values) }));
      // Of a row that the caller may not read, its key is all there is.
      const row =
        body === undefined ? { id: Number.isNaN(Number(id)) ? id : Number(id) } : (JSON.parse(body) as FlowRow);
      note(modelId, row.id);
      return row;
    },
    async update(modelId, changes) {
      const unit = unitOf(modelId);
      for (const { row, values } of changes) {
        const known = versionsOf(modelId, row);
        const plan = { id: row.id as SqlValue, body: bodyOf(unit, values), kind: "patch", versions: known } as const;
        await changed(write(planUpdate(call, unit, { ...plan, withBefore: false })), known);
        note(modelId, row.id);
      }
      return changes.length;
    },
    async delete(modelId, rows) {
      const unit = unitOf(modelId);
      for (const row of rows) {
        const known = versionsOf(modelId, row);
        await changed(
          write(planDelete(call, unit, { id: row.id as SqlValue, versions: known, withBefore: false })),
          known,
        );
        note(modelId, row.id);
      }
      return rows.length;
    },
  };
}

/** A row that has another version, or is gone, was not decided about. */
async function changed<Result>(writing: Promise<Result>, versions: readonly number[] | undefined): Promise<Result> {
  try {
    return await writing;
  } catch (error) {
    const isOther = error instanceof UserError && (error.code === "version_mismatch" || error.code === "not_found");
    if (isOther && versions) throw new ChangedMeanwhile();
    throw error;
  }
}

const slotsOf = ({ slots }: FlowStatement, rows: RowsOfStep, frame: Frame): Record<string, SqlValue> =>
  Object.fromEntries([...slots].map(([path, cast]) => [flowSlot(path), sent(rows.read(frame, path), cast)]));

/** A row is sent as its key; an object is only asked whether it is there. */
function sent(value: unknown, cast: SqlCast): SqlValue {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((item) => sent(item, cast)) as unknown as SqlValue;
  if (cast === "boolean" && typeof value === "object") return true;
  if (cast === "jsonb") return JSON.stringify(value);
  if (typeof value === "object") return ((value as FlowRow).id ?? null) as SqlValue;
  return value as SqlValue;
}

/** A value of an expression as the body of a write has it: a row is its key. */
function plain(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null) return ((value as FlowRow).id ?? value) as JsonValue;
  return (value ?? null) as JsonValue;
}

const tooLarge = () =>
  new UserError("too_large", `The rows that this needs are larger than ${MAX_FOUND_BYTES / 1_000_000} MB.`);
