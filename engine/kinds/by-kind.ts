import type { DefinitionRecord, RecordOf } from "../definition/app-definition.ts";
import type { RecordKind } from "../definition/id-prefixes.ts";

/** What some kinds answer in a way of their own; the caller derives the answer of the others from the facts of a kind. */
export type ByKind<Rest extends readonly unknown[], Result> = {
  readonly [Kind in RecordKind]?: (record: RecordOf<Kind>, ...rest: Rest) => Result;
};

/** Asks the kind of a record; undefined when the kind has no answer of its own. */
export function askByKind<Rest extends readonly unknown[], Result>(
  answers: ByKind<Rest, Result>,
  record: DefinitionRecord,
  ...rest: Rest
): Result | undefined {
  const answer = Object.hasOwn(answers, record.kind) ? answers[record.kind] : undefined;
  return (answer as ((record: DefinitionRecord, ...rest: Rest) => Result) | undefined)?.(record, ...rest);
}
