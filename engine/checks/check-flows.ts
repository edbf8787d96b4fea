import type { FieldId, ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FlowRecord, StepRecord } from "../definition/records/flow.ts";
import { type ReadStep, stepsInOrder } from "../flows/outline-flow.ts";
import { outlineOf, stepsOf } from "../flows/outline-of.ts";
import type { Problem } from "../problem.ts";
import { lanesOf, stepTypeOf } from "../step-types/registry.ts";
import { type Check, problem, repeated } from "./check.ts";

const MAX_STEPS = 500;
const MAX_DEPTH = 8;

/** Flows and their steps, except for their expressions (check-expressions.ts). */
export const checkFlows: Check = (reader) => {
  const flows = reader.ofKind("flow");
  return [
    ...repeated(flows, ({ name }) => name).map(({ item, first }) =>
      problem("FLOW_E001", {
        on: item.id,
        property: "name",
        message: `The flows "${first.label}" and "${item.label}" both have the name "${item.name}".`,
        hint: "Give one of them another name.",
      }),
    ),
    ...flows.flatMap((flow) => checkFlow(reader, flow)),
  ];
};

function checkFlow(reader: DefinitionReader, flow: FlowRecord): readonly Problem[] {
  const read = stepsInOrder(outlineOf(reader, flow.id));
  const names = repeated(stepsOf(reader, flow.id), ({ name }) => name).map(({ item }) =>
    problem("FLOW_E001", {
      on: item.id,
      property: "name",
      message: `Two steps of the flow "${flow.label}" have the name "${item.name}".`,
      hint: "Give one of them another name, so that later steps can tell their results apart.",
    }),
  );
  return [...ofFlow(flow, read), ...names, ...read.flatMap((step) => checkStep(reader, flow, step))];
}

function ofFlow(flow: FlowRecord, read: readonly ReadStep<StepRecord>[]): readonly Problem[] {
  const found: Problem[] = [];
  if (flow.runAs === "app" && (flow.reason ?? "") === "")
    found.push(
      problem("FLOW_E009", {
        on: flow.id,
        property: "reason",
        message: `The flow "${flow.label}" runs as the app, so no rule holds in its steps, and does not say why.`,
        hint: "Say why, or let it run with the rights of who asks.",
      }),
    );
  if (read.length > MAX_STEPS || read.some(({ depth }) => depth >= MAX_DEPTH))
    found.push(
      problem("FLOW_E012", {
        on: flow.id,
        message: `The flow "${flow.label}" has more than ${MAX_STEPS} steps, or steps on more than ${MAX_DEPTH} levels.`,
        hint: "Take some of them into a flow of their own.",
      }),
    );
  return found;
}

function checkStep(
  reader: DefinitionReader,
  flow: FlowRecord,
  { item: { step }, lane, index }: ReadStep<StepRecord>,
): readonly Problem[] {
  const ending = lane.items.slice(0, index).find((other) => stepTypeOf(other.step.type)?.ends);
  const after = ending
    ? [
        problem("FLOW_E004", {
          on: step.id,
          message: `Step ${step.name} never runs: ${ending.step.name} ends the flow "${flow.label}" before it.`,
          hint: "Move it before, or delete it.",
        }),
      ]
    : [];
  return [...after, ...misplaced(reader, flow, step), ...references(reader, step)];
}

function misplaced(reader: DefinitionReader, flow: FlowRecord, step: StepRecord): readonly Problem[] {
  const { parentId, lane } = step.place;
  const parent = reader.ofKind("step").find(({ id }) => id === parentId);
  const isRight = parent
    ? parent.flowId === flow.id && lanesOf(parent).includes(lane)
    : parentId === undefined && lane === "main";
  if (isRight) return [];
  return [
    problem("FLOW_E015", {
      on: step.id,
      property: "place",
      message: `Step ${step.name} stands in a place that the flow "${flow.label}" does not have.`,
      hint: "Move it into another lane, or delete it.",
    }),
  ];
}

function references(reader: DefinitionReader, { id, name, type }: StepRecord): readonly Problem[] {
  const { modelId } = type;
  const isWrong = (stepTypeOf(type)?.references(type) ?? []).some((named) =>
    named === modelId ? !reader.model(named as ModelId) : reader.field(named as FieldId)?.modelId !== modelId,
  );
  if (!isWrong) return [];
  return [
    problem("FLOW_E016", {
      on: id,
      property: "type",
      message: `Step ${name} names a model that does not exist, or a field that its model does not have.`,
      hint: "Choose the model again, and remove the values of fields that are gone.",
    }),
  ];
}
