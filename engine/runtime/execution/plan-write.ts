import type { JsonValue } from "../../definition/json.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import type { CreationFacts } from "../../field-types/creation-defaults.ts";
import { personOf } from "../../principal.ts";
import type { RowShape } from "../../query/row-json.ts";
import { confirmedSlot } from "../../query/row-rules.ts";
import { type Once, onceSlots } from "../../query/write-once.ts";
import { isObject, readBody, type WriteValues } from "../../rest/read-body.ts";
import type { CallerView } from "../../rest/resource.ts";
import { missingTarget } from "../../rest/write-errors.ts";
import type { CompiledStatement } from "../../snapshot/compiled-statement.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import type { RowCall } from "./row-call.ts";

/**
 * One write of one row, ready to run: the statement and its values. Making it reads no row and changes nothing, so a
 * request that is wrong in itself is refused here.
 */
export type WritePlan =
  | (PlannedStatement & {
      readonly kind: "create";
      /** Says why nothing was written; runs only in that case. */
      readonly verdict: CompiledStatement;
      readonly relations: readonly FieldRecord[];
    })
  | (PlannedStatement & { readonly kind: "update"; readonly relations: readonly FieldRecord[] })
  | (PlannedStatement & { readonly kind: "delete" });

interface PlannedStatement {
  readonly unit: ModelUnit;
  readonly statement: CompiledStatement;
  /** The values of the guard are added when it runs. */
  readonly slots: Record<string, SqlValue>;
}

export type Planner = Pick<RowCall, "live" | "caller" | "who" | "entry" | "facts">;

/** What computed defaults of a request are made of. */
export const creationOf = ({ caller, facts }: Pick<Planner, "caller" | "facts">): CreationFacts => ({
  time: facts.time,
  person: personOf(caller),
});

/** What the caller may write, at the time of the request. */
const viewAt = ({ caller, who, entry, facts }: Planner, unit: ModelUnit, given?: Given): CallerView => {
  const view = { ...unit.view(who, entry), creation: creationOf({ caller, facts }) };
  if (!given || Object.keys(given).length === 0) return view;
  const own = new Map(
    [...view.writers(unit.model)].map(([name, writer]) => [
      name,
      Object.hasOwn(given, name) ? { ...writer, isOpen: true } : writer,
    ]),
  );
  return { ...view, writers: (model) => (model.id === unit.model.id ? own : view.writers(model)) };
};

/** Values that the caller did not choose, by field: they are written although the caller may not set them. */
type Given = Readonly<Record<string, JsonValue>>;

const bodyWith = (body: JsonValue, given: Given | undefined): JsonValue =>
  given && isObject(body) ? { ...body, ...given } : body;

export interface CreateInput {
  readonly body: JsonValue;
  /** What a form gives by itself. */
  readonly given?: Given;
  readonly shape?: RowShape;
  /** By which the same create, sent again, is known and not written a second time. */
  readonly once?: Once;
  /** It is written although it breaks validations that only warn. */
  readonly isConfirmed?: boolean;
}

export function planCreate(call: Planner, unit: ModelUnit, input: CreateInput): WritePlan {
  const { body, given, shape, once, isConfirmed } = input;
  const values = readBody(viewAt(call, unit, given), unit.model, bodyWith(body, given), "create");
  checkTargets(call, values);
  const { statement, verdict, relations } = unit.create(call.who, {
    ...(shape ? { shape } : {}),
    isOnce: once !== undefined,
  });
  const slots = { ...values.slots, ...confirmedSlot(isConfirmed), ...(once ? onceSlots(once) : {}) };
  return { kind: "create", unit, statement, verdict, relations, slots };
}

export interface UpdateInput {
  readonly id: SqlValue;
  readonly body: JsonValue;
  /** What a form gives by itself. */
  readonly given?: Given;
  /**
   * `patch` changes the fields that the body names, `mergePatch` also merges into the JSON of a JSON field (RFC 7396), and
   * `replace` changes every field.
   */
  readonly kind: "patch" | "mergePatch" | "replace";
  /** The row is only changed while it has one of these versions; absent: whatever version it has. */
  readonly versions: readonly number[] | undefined;
  readonly shape?: RowShape;
  readonly withBefore: boolean;
  /** It is written although it breaks validations that only warn. */
  readonly isConfirmed?: boolean;
  /** Its lists change with it. */
  readonly touches?: boolean;
}

export function planUpdate(call: Planner, unit: ModelUnit, input: UpdateInput): WritePlan {
  const { id, versions, shape, withBefore, touches = false } = input;
  const body = bodyWith(input.body, input.given);
  const kind = input.kind === "replace" ? "replace" : "patch";
  const values = readBody(viewAt(call, unit, input.given), unit.model, body, kind);
  checkTargets(call, values);
  const { statement, relations } = unit.update(call.who, {
    changed: values.given.map(({ field }) => field),
    hasCondition: versions !== undefined,
    withBefore,
    touches,
    mergesJson: input.kind === "mergePatch",
    ...(shape ? { shape } : {}),
  });
  const slots: Record<string, SqlValue> = { ...values.slots, ...confirmedSlot(input.isConfirmed), id };
  if (versions) slots.versions = versions;
  return { kind: "update", unit, statement, relations, slots };
}

export function planDelete(
  call: Planner,
  unit: ModelUnit,
  input: {
    readonly id: SqlValue;
    readonly versions: readonly number[] | undefined;
    readonly withBefore: boolean;
    /** More rows than this, those that cascade included, are not deleted. */
    readonly most?: number;
  },
): WritePlan {
  const { id, versions, withBefore, most } = input;
  const isBounded = most !== undefined;
  const { statement } = unit.delete(call.who, { hasCondition: versions !== undefined, withBefore, isBounded });
  const slots = { id, ...(versions ? { versions } : {}), ...(isBounded ? { most } : {}) };
  return { kind: "delete", unit, statement, slots };
}

function checkTargets(call: Planner, values: WriteValues): void {
  const [field] = unreadableTargets(call, values);
  if (field) throw missingTarget(field);
}

/** The relations that are set to a row of a model of which the caller may read none. */
export const unreadableTargets = (
  { live, caller, facts }: Pick<RowCall, "live" | "caller" | "facts">,
  { given, slots }: WriteValues,
): readonly FieldRecord[] =>
  given
    .filter(({ target, slot }) => target !== undefined && slots[slot] !== null)
    .filter(({ target }) => target && !live.snapshot.rules.permits(target, "read", caller, facts))
    .map(({ field }) => field);
