import type { CallerClass } from "../../access/caller-classes.ts";
import type { FlowId } from "../../definition/ids.ts";
import { compileFlow } from "../../flows/compile-flow.ts";
import type { FlowProgram, RowsOfStep } from "../../flows/program.ts";
import { compileFlowCount, compileFlowRows, type FlowSlots } from "../../query/flow-rows.ts";
import { readOrdering } from "../../rest/read-ordering.ts";
import type { AppSnapshot } from "../../snapshot/app-snapshot.ts";
import { type CompiledStatement, compiledStatement } from "../../snapshot/compiled-statement.ts";

/** A statement of a step, and what of the flow it reads. */
export interface FlowStatement {
  readonly statement: CompiledStatement;
  readonly slots: FlowSlots;
}

const programs = new WeakMap<AppSnapshot, Map<FlowId, FlowProgram | undefined>>();

/** The flow of a release, compiled at its first run. Undefined when it has problems, with which nothing is published. */
export function programOf(snapshot: AppSnapshot, flowId: FlowId): FlowProgram | undefined {
  let known = programs.get(snapshot);
  if (!known) {
    known = new Map();
    programs.set(snapshot, known);
  }
  if (!known.has(flowId)) known.set(flowId, compileFlow(snapshot.reader, flowId));
  return known.get(flowId);
}

const statements = new WeakMap<RowsOfStep, Map<string, FlowStatement>>();

/** The statement of a step for a class of callers: to find its rows, to find and lock them, or to count them. */
export function statementOfStep(
  snapshot: AppSnapshot,
  rows: RowsOfStep,
  { who, use }: { readonly who: CallerClass; readonly use: "find" | "lock" | "count" },
): FlowStatement {
  let known = statements.get(rows);
  if (!known) {
    known = new Map();
    statements.set(rows, known);
  }
  const key = `${use} ${who.key}`;
  const found = known.get(key);
  if (found) return found;
  const unit = snapshot.models.get(rows.modelId);
  if (!unit) throw new Error(`The step ${rows.stepId} is about a model that the release does not have.`);
  const [scope, { model }, slots] = [unit.scope(who), unit, new Map() as FlowSlots];
  const plan = { model, condition: rows.condition };
  const statement =
    use === "count"
      ? compileFlowCount(scope, plan, slots)
      : compileFlowRows(
          scope,
          {
            ...plan,
            order: readOrdering(unit.view(who, "pages"), model, undefined),
            limit: rows.limit,
            locks: use === "lock",
          },
          slots,
        );
  const made = { statement: compiledStatement(statement, true), slots };
  known.set(key, made);
  return made;
}
