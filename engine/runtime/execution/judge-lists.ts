import type { ModelId } from "../../definition/ids.ts";
import { UserError } from "../../errors.ts";
import { judgedColumns, listVerdictColumns, readBrokenRows } from "../../query/compile-list-verdict.ts";
import { hasListValidations } from "../../query/list-validations.ts";
import { confirmedSlot } from "../../query/row-rules.ts";
import { rulesRefusal } from "../../rest/rule-refusal.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import type { RowCall } from "./row-call.ts";
import { rowsRefusal } from "./rows-refusal.ts";
import { runRead, runWrite, STALE } from "./run-statement.ts";
import { readableFields } from "./write-row.ts";

export interface JudgedWrite {
  /** The model of the body that is written: errors of others have no pointer into it. */
  readonly about: ModelId;
  /** Validations that only warn are confirmed. */
  readonly isConfirmed: boolean;
  /** Keys of rows that are not judged, by model. */
  readonly except?: Readonly<Record<string, readonly string[]>>;
  /** Of a write of many rows: the position in its body of each, by its key. */
  readonly positions?: ReadonlyMap<string, number>;
}

/**
 * Judges the validations over lists of all rows that the transaction has written, or whose lists it has. It is the last that a
 * transaction does; throws which are broken.
 */
export async function judgeLists(call: RowCall, write: JudgedWrite): Promise<undefined | typeof STALE> {
  const { models, reader } = call.live.snapshot;
  const unit = models.get(write.about);
  if (!unit || !hasListValidations(reader)) return undefined;
  const row = await runRead(call, unit.judged(call.who), {});
  if (row === STALE) return STALE;
  for (const [modelId, noted] of judgedRows(row[judgedColumns.judged])) {
    const judged = models.get(modelId);
    const except = new Set(write.except?.[modelId]);
    const keys = new Set([...noted].filter((key) => !except.has(key)));
    if (judged && keys.size > 0 && (await judgeRows(call, { ...write, unit: judged, keys })) === STALE) return STALE;
  }
  return undefined;
}

async function judgeRows(
  call: RowCall,
  {
    unit,
    keys,
    about,
    isConfirmed,
    positions,
  }: JudgedWrite & { readonly unit: ModelUnit; readonly keys: ReadonlySet<string> },
): Promise<undefined | typeof STALE> {
  const slots = { keys: [...keys] as SqlValue };
  if ((await runWrite(call, unit.lockRows(call.who), slots)) === STALE) return STALE;
  const row = await runRead(call, unit.listVerdict(call.who), { ...slots, ...confirmedSlot(isConfirmed) });
  if (row === STALE) return STALE;
  const broken = row[listVerdictColumns.broken];
  if (broken == null) return undefined;
  const rows = readBrokenRows(broken);
  if (unit.model.id === about && positions) {
    const reasons = rows.flatMap(({ key, rules }) =>
      rules.map((rule) => [positions.get(key) ?? NOT_SENT, { kind: "broken", rule }] as const),
    );
    throw rowsRefusal(call, unit, { reasons, pointerAt: (at) => (at === NOT_SENT ? "" : `/${at}`) });
  }
  const rules = [...new Set(rows.flatMap((row) => row.rules))];
  const error = rulesRefusal(call.live.snapshot.reader, rules, readableFields(call, unit));
  if (unit.model.id === about) throw error;
  const errors = error.errors?.map((one) => ({ ...one, pointer: "" })) ?? [];
  throw new UserError(error.code, error.message, { errors });
}

/** The position of a row that is not in the body, as one whose list lost a row to one that is. */
const NOT_SENT = -1;

/** ` mdl_a:1 mdl_a:2 mdl_b:7`, by model in an order that is the same for all. */
function judgedRows(text: string | null | undefined): readonly (readonly [ModelId, ReadonlySet<string>])[] {
  const found = new Map<ModelId, Set<string>>();
  for (const word of (text ?? "").split(" ").filter(Boolean).sort()) {
    const at = word.indexOf(":");
    const modelId = word.slice(0, at) as ModelId;
    found.set(modelId, (found.get(modelId) ?? new Set()).add(word.slice(at + 1)));
  }
  return [...found];
}
