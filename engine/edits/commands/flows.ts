import { slugFromLabel, uniqueIdentifier } from "../../definition/identifiers.ts";
import { type FlowId, makeRecordId, type RandomBytes, type RouteId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { FlowRecord } from "../../definition/records/flow.ts";
import { stepsOf } from "../../flows/outline-of.ts";
import { ownersFirst } from "../../kinds/ownership.ts";
import { stepTypeOf } from "../../step-types/registry.ts";
import { shorten } from "../describe-record.ts";
import { create, type EditCommand, remove } from "./edit-command.ts";
import { orderAt } from "./order.ts";
import { addRoute, firstFree } from "./routes.ts";

/** An empty flow, which runs with the rights of the one who asks. */
export function addFlow(
  reader: DefinitionReader,
  { label, trigger }: Pick<FlowRecord, "label" | "trigger">,
  random: RandomBytes,
): EditCommand & { readonly flowId: FlowId; readonly flow: FlowRecord } {
  const id = makeRecordId("flow", random);
  const flows = reader.ofKind("flow");
  const name = uniqueIdentifier({ label, fallback: "flow", taken: new Set(flows.map((flow) => flow.name)) });
  const record: FlowRecord = {
    kind: "flow",
    id,
    name,
    label,
    trigger,
    inputs: [],
    runAs: "caller",
    log: "failures",
    order: orderAt(flows, undefined),
  };
  return { label: `Add flow ${shorten(label)}`, operations: [create(record)], flowId: id, flow: record };
}

/**
 * A route at which the flow answers, with a free path of its name: POST where it writes, else GET. Nobody may open it before
 * somebody says who.
 */
export function addFlowRoute(
  reader: DefinitionReader,
  { flow }: { readonly flow: FlowRecord },
  random: RandomBytes,
): EditCommand & { readonly routeId: RouteId } {
  const slug = slugFromLabel(flow.label, "action");
  const path = firstFree(
    (number) => (number === 1 ? `/${slug}/` : `/${slug}-${number}/`),
    (candidate) => reader.routes.every((route) => route.path !== candidate),
  );
  const writes = stepsOf(reader, flow.id).some(({ type }) => stepTypeOf(type)?.writes) || flow.inputs.length > 0;
  const view = { name: "flow" as const, methods: { [writes ? "POST" : "GET"]: flow.id } };
  return addRoute(reader, { path, view, label: flow.label }, random);
}

/** With its steps. */
export function deleteFlow(reader: DefinitionReader, { flowId }: { readonly flowId: FlowId }): EditCommand {
  const flow = reader.ofKind("flow").find(({ id }) => id === flowId);
  if (!flow) return { label: "Delete flow", operations: [] };
  const steps = ownersFirst(stepsOf(reader, flowId), (id) => reader.record(id)).toReversed();
  return {
    label: `Delete flow ${shorten(flow.label)}`,
    operations: [...steps.map(({ id }) => remove(id)), remove(flowId)],
  };
}
