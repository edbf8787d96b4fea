import type { FieldId, FlowId, ModelId, StepId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { StepRecord } from "../definition/records/flow.ts";
import { checkExpression } from "../expressions/check-expression.ts";
import { compileToFunction } from "../expressions/compile-to-function.ts";
import { stepScope } from "../expressions/flow-scope.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import type { TypedExpression } from "../expressions/typed-expression.ts";
import { isStepTypeName, type StepTypeName, stepTypeOf } from "../step-types/registry.ts";
import { scalar } from "../value-types/value-type.ts";
import type { OutlineItem, OutlineLane } from "./outline-flow.ts";
import { outlineOf } from "./outline-of.ts";
import type { Branch, Evaluate, FieldValue, FlowNode, FlowProgram, Frame, RowsOfStep, Target } from "./program.ts";
import { FLOW_LIMITS } from "./run-flow.ts";
import type { OptionsOf } from "./step-options-of.ts";

type Item = OutlineItem<StepRecord>;
type Lane = OutlineLane<StepRecord>;
/** The slot of each name that can be read at a place. */
type Names = ReadonlyMap<string, number>;

const GIVEN = ["params", "query", "body", "user", "request"] as const;

/**
 * Makes a flow ready to run. Undefined when there is no such flow, or it has a problem that checks name: publishing refuses
 * those.
 */
export function compileFlow(reader: DefinitionReader, flowId: FlowId): FlowProgram | undefined {
  const flow = reader.ofKind("flow").find(({ id }) => id === flowId);
  if (!flow) return undefined;
  const compiler = new Compiler(reader);
  const given = Object.fromEntries(GIVEN.map((name) => [name, compiler.newSlot()])) as FlowProgram["given"];
  const body = compiler.lane(outlineOf(reader, flowId).main, new Map(Object.entries(given)));
  if (!body) return undefined;
  return {
    label: flow.label,
    runAs: flow.runAs,
    body,
    writes: compiler.writes,
    given,
    size: compiler.size,
  };
}

class Compiler {
  private readonly reader: DefinitionReader;
  size = 0;
  writes = false;

  constructor(reader: DefinitionReader) {
    this.reader = reader;
  }

  newSlot(): number {
    return this.size++;
  }

  /** The steps of a lane; undefined when one of them has a problem. */
  lane({ items }: Lane, before: Names): readonly FlowNode[] | undefined {
    const names = new Map(before);
    const nodes: FlowNode[] = [];
    for (const item of items) {
      const type = stepTypeOf(item.step.type);
      if (!type?.options.safeParse(item.step.type).success) return undefined;
      if (item.step.type.name === "note") continue;
      const node = this.step(item, names);
      if (!node) return undefined;
      if (type.writes) this.writes = true;
      nodes.push(node);
      if ("slot" in node) names.set(item.step.name, node.slot);
    }
    return nodes;
  }

  private step(item: Item, names: Names): FlowNode | undefined {
    const { name } = item.step.type;
    if (!isStepTypeName(name) || name === "note") return undefined;
    const compile = this.compilers[name] as (item: Item, options: unknown, names: Names) => FlowNode | undefined;
    return compile(item, item.step.type, names);
  }

  private readonly compilers: {
    readonly [Name in Exclude<StepTypeName, "note">]: (
      item: Item,
      options: OptionsOf<Name>,
      names: Names,
    ) => FlowNode | undefined;
  } = {
    find: ({ step }, { modelId, where, limit }, names) => {
      const rows = this.rows(step, { modelId, where, limit }, names);
      return rows && { stepId: step.id, kind: "find", slot: this.newSlot(), rows };
    },
    find_one: ({ step }, { modelId, where, otherwise }, names) => {
      const rows = this.rows(step, { modelId, where, limit: 1 }, names);
      return (
        rows && { stepId: step.id, kind: "findOne", slot: this.newSlot(), rows, orNotFound: otherwise === "not_found" }
      );
    },
    count: ({ step }, { modelId, where }, names) => {
      const rows = this.rows(step, { modelId, where, limit: 1 }, names);
      return rows && { stepId: step.id, kind: "count", slot: this.newSlot(), rows };
    },
    create: ({ step }, { modelId, values }, names) => {
      const compiled = this.values(step, values, names);
      return compiled && { stepId: step.id, kind: "create", slot: this.newSlot(), modelId, values: compiled };
    },
    update: ({ step }, { modelId, row, where, values }, names) => {
      const target = this.target(step, { modelId, row, where }, names);
      const recordSlot = this.newSlot();
      const compiled = this.values(step, values, new Map([...names, ["record", recordSlot]]), modelId);
      if (!target || !compiled) return undefined;
      return { stepId: step.id, kind: "update", slot: this.newSlot(), target, values: compiled, recordSlot };
    },
    delete: ({ step }, options, names) => {
      const target = this.target(step, options, names);
      return target && { stepId: step.id, kind: "delete", slot: this.newSlot(), target };
    },
    set: ({ step }, { values }, names) => {
      const compiled = this.named(step, values, names);
      return compiled && { stepId: step.id, kind: "set", slot: this.newSlot(), values: compiled };
    },
    if: (item, { condition }, names) => {
      const [then, otherwise] = item.lanes;
      return this.branch(item.step, [{ condition, lane: then }, { lane: otherwise }], names);
    },
    switch: (item, { cases }, names) =>
      this.branch(
        item.step,
        [
          ...cases.map(({ condition }, index) => ({ condition, lane: item.lanes[index] })),
          { lane: item.lanes[cases.length] },
        ],
        names,
      ),
    for_each: ({ step, lanes }, { list }, names) => {
      const [itemSlot, indexSlot] = [this.newSlot(), this.newSlot()];
      const inside = new Map([...names, ["item", itemSlot], ["index", indexSlot]] as const);
      const evaluate = this.evaluate(step.id, list, names);
      const body = lanes[0] && this.lane(lanes[0], inside);
      return evaluate && body && { stepId: step.id, kind: "forEach", list: evaluate, itemSlot, indexSlot, body };
    },
    refuse: ({ step }, { status, message }) => ({ stepId: step.id, kind: "refuse", status, message }),
    respond: ({ step }, options, names) => {
      const { id: stepId } = step;
      switch (options.as) {
        case "json": {
          const value = this.evaluate(stepId, options.value, names);
          return value && { stepId, kind: "respond", answer: { as: "json", status: options.status, value } };
        }
        case "redirect": {
          const parameters = this.named(step, options.parameters, names);
          const { routeId } = options;
          return parameters && { stepId, kind: "respond", answer: { as: "redirect", routeId, parameters } };
        }
        case "nothing":
          return { stepId, kind: "respond", answer: { as: "nothing" } };
      }
    },
  };

  private branch(
    step: StepRecord,
    ways: readonly { readonly condition?: string; readonly lane: Lane | undefined }[],
    names: Names,
  ): FlowNode | undefined {
    const branches: Branch[] = [];
    for (const { condition, lane } of ways) {
      const body = lane && this.lane(lane, names);
      const evaluate = condition === undefined ? undefined : this.evaluate(step.id, condition, names);
      if (!body || (condition !== undefined && !evaluate)) return undefined;
      branches.push({ condition: evaluate, body });
    }
    return { stepId: step.id, kind: "branch", branches };
  }

  private target(
    step: StepRecord,
    { modelId, row, where }: Pick<OptionsOf<"delete">, "modelId" | "row" | "where">,
    names: Names,
  ): Target | undefined {
    if (row !== undefined) {
      const evaluate = this.evaluate(step.id, row, names);
      return evaluate && { of: "row", modelId, row: evaluate };
    }
    // One more than may be changed, so that a run knows whether there are more.
    const rows = this.rows(step, { modelId, where, limit: FLOW_LIMITS.changedByStep + 1 }, names);
    return rows && { of: "rows", modelId, rows };
  }

  private rows(
    step: StepRecord,
    options: { readonly modelId: ModelId; readonly where: string | undefined; readonly limit: number },
    names: Names,
  ): RowsOfStep | undefined {
    const { modelId, where, limit } = options;
    if (!this.reader.model(modelId)) return undefined;
    const condition = where === undefined ? undefined : this.typed(step.id, where, { modelId, isCondition: true });
    if (where !== undefined && !condition) return undefined;
    return { stepId: step.id, modelId, condition, limit, read: (frame, path) => valueAt(frame, path, names) };
  }

  private values(
    step: StepRecord,
    values: Readonly<Record<string, string>>,
    names: Names,
    modelId?: ModelId,
  ): readonly FieldValue[] | undefined {
    const compiled: FieldValue[] = [];
    for (const [fieldId, source] of Object.entries(values)) {
      const evaluate = this.evaluate(step.id, source, names, modelId);
      if (!evaluate) return undefined;
      compiled.push({ fieldId: fieldId as FieldId, evaluate });
    }
    return compiled;
  }

  private named(
    step: StepRecord,
    sources: Readonly<Record<string, string>>,
    names: Names,
  ): readonly (readonly [string, Evaluate])[] | undefined {
    const compiled: (readonly [string, Evaluate])[] = [];
    for (const [name, source] of Object.entries(sources)) {
      const evaluate = this.evaluate(step.id, source, names);
      if (!evaluate) return undefined;
      compiled.push([name, evaluate]);
    }
    return compiled;
  }

  private evaluate(stepId: StepId, source: string, names: Names, modelId?: ModelId): Evaluate | undefined {
    const typed = this.typed(stepId, source, { modelId });
    return typed && compileToFunction(typed, (name) => names.get(name) ?? -1);
  }

  private typed(
    stepId: StepId,
    source: string,
    { modelId, isCondition = false }: { readonly modelId?: ModelId | undefined; readonly isCondition?: boolean },
  ): TypedExpression | undefined {
    const scope = stepScope(this.reader, stepId, modelId);
    const parsed = parseExpression(source);
    if (!scope || !parsed.ok) return undefined;
    const checked = checkExpression(parsed.expression, scope, isCondition ? scalar("bool") : undefined);
    return checked.ok ? checked.typed : undefined;
  }
}

/** A row stands for its key where a statement reads it. */
function valueAt(frame: Frame, path: string, names: Names): unknown {
  const [first = "", ...members] = path.split(".");
  const slot = names.get(first);
  let value = slot === undefined ? undefined : frame[slot];
  for (const member of members) {
    value =
      typeof value === "object" && value !== null && Object.hasOwn(value, member)
        ? (value as Readonly<Record<string, unknown>>)[member]
        : undefined;
  }
  return value ?? null;
}
