import { assertNever } from "../assert-never.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FlowRecord, StepRecord } from "../definition/records/flow.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { checkExpression } from "../expressions/check-expression.ts";
import { stepScope } from "../expressions/flow-scope.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import type { TypedExpression } from "../expressions/typed-expression.ts";
import { type OutlineLane, stepsInOrder } from "../flows/outline-flow.ts";
import { outlineOf } from "../flows/outline-of.ts";
import type { Problem } from "../problem.ts";
import { stepSlots, stepTypeOf } from "../step-types/registry.ts";
import { flowOf, methodsOfView } from "../view-types/registry.ts";
import { type Check, problem } from "./check.ts";

/** Whether flows can be run as they are drawn: what starts them, that they answer, and what their values read. */
export const checkFlowRuns: Check = (reader) => {
  const flows = reader.ofKind("flow");
  return [...flows.flatMap((flow) => ofFlow(reader, flow)), ...reader.routes.flatMap((route) => ofRoute(flows, route))];
};

function ofFlow(reader: DefinitionReader, flow: FlowRecord): readonly Problem[] {
  const { main } = outlineOf(reader, flow.id);
  const read = stepsInOrder(outlineOf(reader, flow.id));
  const starts = reader.routes.flatMap((route) => methodsAt(route, flow.id));
  const found: Problem[] = [];
  if (starts.length === 0)
    found.push(
      problem("FLOW_W017", {
        on: flow.id,
        property: "trigger",
        message: `Nothing starts the flow "${flow.label}".`,
        hint: "Let a route answer with it, under Routes.",
      }),
    );
  const writing = read.find(({ item }) => stepTypeOf(item.step.type)?.writes)?.item.step;
  if (writing && starts.includes("GET"))
    found.push(
      problem("FLOW_E003", {
        on: writing.id,
        message: `Step ${writing.name} writes, and the flow "${flow.label}" answers GET, which only reads.`,
        hint: "Let the route answer POST with this flow: browsers and search engines may send a GET at any time.",
      }),
    );
  if (starts.length > 0 && !answers(main))
    found.push(
      problem("FLOW_E005", {
        on: flow.id,
        message: `The flow "${flow.label}" can end without an answer.`,
        hint: "End each way with a step that answers or refuses.",
      }),
    );
  const inLoop = read.filter(({ item, lane }) => lane.name === "each" && item.step.type.name === "respond");
  return [
    ...found,
    ...inLoop.map(({ item }) =>
      problem("FLOW_E007", {
        on: item.step.id,
        message: `Step ${item.step.name} answers within a loop, before its other rounds.`,
        hint: "Move it behind the loop.",
      }),
    ),
    ...read.flatMap(({ item }) => ofValues(reader, item.step)),
  ];
}

/** Whether every way through a lane ends with a step that ends the flow. */
function answers({ items }: OutlineLane<StepRecord>): boolean {
  return items.some(({ step, lanes }) => {
    if (stepTypeOf(step.type)?.ends) return true;
    return step.type.name !== "for_each" && lanes.length > 0 && lanes.every(answers);
  });
}

/** A value is calculated from what earlier steps found, without asking the database again. */
function ofValues(reader: DefinitionReader, step: StepRecord): readonly Problem[] {
  return stepSlots(step).flatMap(({ source, use, modelId, path }) => {
    const scope = use === "value" ? stepScope(reader, step.id, modelId) : undefined;
    const parsed = scope && parseExpression(source);
    const checked = scope && parsed?.ok ? checkExpression(parsed.expression, scope) : undefined;
    const reads = checked?.ok ? readsOtherRows(checked.typed) : undefined;
    if (reads === undefined) return [];
    return [
      problem("FLOW_E018", {
        on: step.id,
        property: "type",
        message: `Step ${step.name}: ${path.at(-1)} reads ${reads} of another row, which no step has found.`,
        hint: "Find that row in a step before, and use its name.",
      }),
    ];
  });
}

/** The member of a related row, or the list of rows, that an expression reads. */
function readsOtherRows(typed: TypedExpression): string | undefined {
  if (typed.kind === "walk") return typed.collection.name;
  if (typed.kind === "path") {
    const [first, ...steps] = typed.steps;
    const at = steps.findIndex((step, index) => {
      const before = index === 0 ? first : steps[index - 1];
      return before?.modelId !== undefined && before.type.kind === "record" && step.name.text !== "id";
    });
    if (first?.collection) return first.name.text;
    if (at >= 0) return steps[at]?.name.text;
  }
  for (const part of partsOf(typed)) {
    const found = readsOtherRows(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

function partsOf(typed: TypedExpression): readonly TypedExpression[] {
  switch (typed.kind) {
    case "constant":
    case "path":
    case "walk":
      return [];
    case "member":
      return [typed.target];
    case "index":
      return [typed.target, typed.index];
    case "list":
      return typed.items;
    case "operation":
      return typed.operands;
    case "filter":
      return typed.argument ? [typed.input, typed.argument] : [typed.input];
    default:
      return assertNever(typed);
  }
}

const methodsAt = ({ view }: RouteRecord, flowId: FlowRecord["id"]): readonly string[] =>
  methodsOfView(view).filter((method) => method !== "HEAD" && flowOf(view, method) === flowId);

function ofRoute(flows: readonly FlowRecord[], { id, path, view }: RouteRecord): readonly Problem[] {
  const missing = methodsOfView(view).filter((method) => {
    const flowId = flowOf(view, method);
    return flowId !== undefined && !flows.some((flow) => flow.id === flowId);
  });
  if (missing.length === 0) return [];
  return [
    problem("FLOW_E019", {
      on: id,
      property: "view",
      message: `The route ${path} answers ${missing[0]} with a flow that does not exist.`,
      hint: "Choose another flow, or delete the route.",
    }),
  ];
}
