import type { DefinitionRecord, RecordOf } from "../definition/app-definition.ts";
import type { RecordKind } from "../definition/id-prefixes.ts";

/** Something that is asked of a record of any kind, kind by kind: the compiler holds it complete. */
export type ByKind<Rest extends readonly unknown[], Result> = {
  readonly [Kind in RecordKind]: (record: RecordOf<Kind>, ...rest: Rest) => Result;
};

/** Asks it of a record. */
export function askByKind<Rest extends readonly unknown[], Result>(
  answers: ByKind<Rest, Result>,
  record: DefinitionRecord,
  ...rest: Rest
): Result {
  const answer = answers[record.kind] as (record: DefinitionRecord, ...rest: Rest) => Result;
  return answer(record, ...rest);
}
