import type { DefinitionReader } from "../definition/reader.ts";
import { choicesWhereOf, type FieldRecord, pointsTo } from "../definition/records/field.ts";
import { usableFormula } from "./formula.ts";
import { referencesOf } from "./references.ts";
import { choicesScope, modelShapes } from "./scope.ts";
import type { TypedExpression } from "./typed-expression.ts";
import { typedIn } from "./validation-conditions.ts";

/** The rows that a relation may be set to. */
export interface Choices {
  readonly condition: TypedExpression;
  /** The names of what it reads of the row that holds the relation: empty where the same rows may be chosen for each. */
  readonly reads: readonly string[];
}

/** Undefined where all rows may be chosen, where nobody chooses, and for a condition that is not right, which no published definition has. */
export function choicesOf(reader: DefinitionReader, field: FieldRecord): Choices | undefined {
  const source = choicesWhereOf(field);
  const targetId = pointsTo(field);
  if (source === undefined || targetId === undefined || field.type.automatic !== undefined) return undefined;
  return reader.derive(`choices ${field.id}`, () => {
    const condition = typedIn(choicesScope({ modelId: field.modelId, targetId }, modelShapes(reader)), source);
    if (!condition) return undefined;
    const reads = referencesOf(condition, usableFormula).paths.flatMap(([variable, name]) =>
      variable === "record" ? [name ?? "id"] : [],
    );
    return { condition, reads: [...new Set(reads)] };
  });
}
