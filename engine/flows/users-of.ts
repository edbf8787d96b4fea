import type { DefinitionReader } from "../definition/reader.ts";
import type { StepRecord } from "../definition/records/flow.ts";
import { slotsOf } from "../kinds/expression-slots.ts";
import { renameNames } from "./rename-names.ts";

/** The steps of the flow with an expression that names the result of this one. */
export const usersOf = (reader: DefinitionReader, step: StepRecord): readonly StepRecord[] => {
  const names = new Map([[step.name, `${step.name}_`]]);
  return reader
    .ofKind("step")
    .filter(
      (other) =>
        other.flowId === step.flowId &&
        other.id !== step.id &&
        slotsOf(other).some(({ source }) => renameNames(source, names) !== source),
    );
};
