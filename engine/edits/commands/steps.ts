import { uniqueIdentifier } from "../../definition/identifiers.ts";
import { type FlowId, makeRecordId, type RandomBytes, type StepId } from "../../definition/ids.ts";
import type { JsonValue } from "../../definition/json.ts";
import { orderKeysAfter } from "../../definition/order-keys.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { StepRecord } from "../../definition/records/flow.ts";
import type { Slot } from "../../flows/lay-out.ts";
import { type FlowOutline, stepsInOrder } from "../../flows/outline-flow.ts";
import { outlineOf, stepsOf } from "../../flows/outline-of.ts";
import { renameNames } from "../../flows/rename-names.ts";
import { canMoveTo, withInner } from "../../flows/step-moves.ts";
import { slotsOf, withSources } from "../../kinds/expression-slots.ts";
import { shorten } from "../describe-record.ts";
import { create, type EditCommand, remove, update } from "./edit-command.ts";
import { orderAt } from "./order.ts";

export interface NewStep {
  readonly flowId: FlowId;
  readonly slot: Slot;
  readonly type: StepRecord["type"];
  /** What its result is called, if that name is free. */
  readonly name: string;
  readonly label: string;
}

export function insertStep(
  reader: DefinitionReader,
  { flowId, slot, type, name, label }: NewStep,
  random: RandomBytes,
): EditCommand & { readonly stepId: StepId } {
  const id = makeRecordId("step", random);
  const place = placeAt(outlineOf(reader, flowId), slot);
  const record = { kind: "step", id, flowId, place, name: freeNames(reader, flowId)(name), type } as const;
  return { label: `Add step ${shorten(label)}`, operations: [create(record)], stepId: id };
}

/** The same step in another place; undefined when it is to go into itself, or is there already. */
export function moveStep(
  reader: DefinitionReader,
  { stepId, slot }: { readonly stepId: StepId; readonly slot: Slot },
): EditCommand | undefined {
  const step = reader.ofKind("step").find(({ id }) => id === stepId);
  if (!step) return undefined;
  const outline = outlineOf(reader, step.flowId);
  const now = stepsInOrder(outline).find(({ item }) => item.step.id === stepId);
  const isThere =
    now?.lane.parentId === slot.parentId &&
    now?.lane.name === slot.lane &&
    (slot.index === now.index || slot.index === now.index + 1);
  if (isThere || !canMoveTo(outline, { stepId, slot })) return undefined;
  const place = placeAt(outline, slot, stepId);
  return { label: `Move step ${step.name}`, operations: [update(stepId, { place: place as JsonValue })] };
}

/** With all that stands within it. */
export function deleteStep(reader: DefinitionReader, { stepId }: { readonly stepId: StepId }): EditCommand {
  const step = reader.ofKind("step").find(({ id }) => id === stepId);
  if (!step) return { label: "Delete step", operations: [] };
  const all = withInner(outlineOf(reader, step.flowId), stepId);
  return {
    label: `Delete step ${step.name}`,
    operations: all.toReversed().map(({ item }) => remove(item.step.id)),
  };
}

/** Copied steps at a place, under new ids and names that are free; what names one of them inside the piece names the copy. */
export function pasteSteps(
  reader: DefinitionReader,
  input: { readonly flowId: FlowId; readonly slot: Slot; readonly steps: readonly StepRecord[] },
  random: RandomBytes,
): EditCommand & { readonly stepIds: readonly StepId[] } {
  const { flowId, slot, steps } = input;
  const ids = new Map(steps.map(({ id }) => [id, makeRecordId("step", random)]));
  const free = freeNames(reader, flowId);
  const names = new Map(steps.map(({ name }) => [name, free(name)]));
  const roots = steps.filter(({ place }) => place.parentId === undefined || !ids.has(place.parentId));
  const keys = keysAt(outlineOf(reader, flowId), { slot, count: roots.length });
  const placeOf = (step: StepRecord): StepRecord["place"] => {
    const root = roots.indexOf(step);
    if (root >= 0) return { ...ownerOf(slot), order: keys[root] as string };
    return { ...step.place, parentId: ids.get(step.place.parentId as StepId) as StepId };
  };
  const copies = steps.map((step) => ({
    ...step,
    ...withRenamed(step, names),
    id: ids.get(step.id) as StepId,
    flowId,
    name: names.get(step.name) as string,
    place: placeOf(step),
  }));
  const [only] = roots;
  return {
    label: roots.length === 1 && only ? `Paste step ${only.name}` : `Paste ${roots.length} steps`,
    operations: copies.map(create),
    stepIds: roots.map(({ id }) => ids.get(id) as StepId),
  };
}

/** A copy of the step and of what stands within it, after it. */
export function duplicateStep(
  reader: DefinitionReader,
  { stepId }: { readonly stepId: StepId },
  random: RandomBytes,
): (EditCommand & { readonly stepIds: readonly StepId[] }) | undefined {
  const step = reader.ofKind("step").find(({ id }) => id === stepId);
  if (!step) return undefined;
  const all = withInner(outlineOf(reader, step.flowId), stepId);
  const [first] = all;
  if (!first) return undefined;
  const slot = { parentId: first.lane.parentId, lane: first.lane.name, index: first.index + 1 };
  const steps = all.map(({ item }) => item.step);
  return { ...pasteSteps(reader, { flowId: step.flowId, slot, steps }, random), label: `Duplicate step ${step.name}` };
}

/** Another name, also where other steps of the flow name its result. */
export function renameStep(
  reader: DefinitionReader,
  { stepId, name }: { readonly stepId: StepId; readonly name: string },
): EditCommand {
  const step = reader.ofKind("step").find(({ id }) => id === stepId);
  if (!step || step.name === name) return { label: "Rename step", operations: [] };
  const names = new Map([[step.name, name]]);
  const others = stepsOf(reader, step.flowId).flatMap((other) => {
    const changed = withRenamed(other, names) as Readonly<Record<string, JsonValue>>;
    return Object.keys(changed).length === 0 ? [] : [update(other.id, changed)];
  });
  return { label: `Rename step ${step.name}`, operations: [update(stepId, { name }), ...others] };
}

/** The properties of a step whose expressions name a result that is called differently now. */
function withRenamed(step: StepRecord, names: ReadonlyMap<string, string>): Readonly<Record<string, unknown>> {
  const changed = slotsOf(step).flatMap((slot) => {
    const source = renameNames(slot.source, names);
    return source === slot.source ? [] : [{ slot, source }];
  });
  return withSources(step, changed);
}

function placeAt(outline: FlowOutline<StepRecord>, slot: Slot, movingId?: StepId): StepRecord["place"] {
  const lane = laneAt(outline, slot);
  const before = lane.slice(slot.index).find(({ id }) => id !== movingId);
  const list = lane.map(({ id, place }) => ({ id, order: place.order }));
  return { ...ownerOf(slot), order: orderAt(list, before && { before: before.id }, movingId) };
}

function keysAt(outline: FlowOutline<StepRecord>, { slot, count }: { readonly slot: Slot; readonly count: number }) {
  const list: { id: string; order: string }[] = laneAt(outline, slot).map(({ id, place }) => ({
    id,
    order: place.order,
  }));
  const keys: string[] = [];
  if (slot.index >= list.length) return orderKeysAfter(list.at(-1)?.order, count);
  for (let number = 0; number < count; number++) {
    const before = list[slot.index + number];
    const order = orderAt(list, before && { before: before.id });
    list.splice(slot.index + number, 0, { id: `new ${number}`, order });
    keys.push(order);
  }
  return keys;
}

function laneAt(outline: FlowOutline<StepRecord>, { parentId, lane }: Slot): readonly StepRecord[] {
  const lanes = [outline.main, outline.after, ...stepsInOrder(outline).flatMap(({ item }) => item.lanes)];
  const found = lanes.find((each) => each.parentId === parentId && each.name === lane);
  return (found?.items ?? []).map(({ step }) => step);
}

const ownerOf = ({ parentId, lane }: Slot) => ({
  ...(parentId === undefined ? {} : { parentId: parentId as StepId }),
  lane,
});

/** Gives names that neither the flow nor an earlier answer has. */
function freeNames(reader: DefinitionReader, flowId: FlowId): (wanted: string) => string {
  const taken = new Set(stepsOf(reader, flowId).map(({ name }) => name));
  return (wanted) => {
    const name = uniqueIdentifier({ label: wanted, fallback: "step", taken });
    taken.add(name);
    return name;
  };
}
