import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import type { RouteId } from "#engine/definition/ids";
import type { FlowRecord, StepRecord } from "#engine/definition/records/flow";
import { testId } from "../builders.ts";
import { withRecords } from "./form-records.ts";

/** A step with those within it, by their lane. */
export interface DrawnStep {
  readonly name: string;
  readonly type: StepRecord["type"];
  readonly lanes?: readonly (readonly [name: string, readonly DrawnStep[]])[];
}

export const step = (name: string, type: StepRecord["type"], lanes?: DrawnStep["lanes"]): DrawnStep => ({
  name,
  type,
  ...(lanes ? { lanes } : {}),
});

const ORDERS = "abcdefghijklmnopqrstuvwxyz";

export interface DrawnFlow extends Partial<Pick<FlowRecord, "inputs" | "runAs" | "reason">> {
  readonly name: string;
  readonly steps: readonly DrawnStep[];
  /** Where it answers: `POST /orders/`. */
  readonly at?: readonly string[];
  readonly access?: string;
}

/** The records of flows and of the routes at which they answer. */
export function withFlows(definition: AppDefinition, ...flows: readonly DrawnFlow[]): AppDefinition {
  const records: DefinitionRecord[] = [];
  const routes = new Map<string, { methods: Record<string, string>; access: string }>();
  for (const { name, steps, at = [], access = "true", ...rest } of flows) {
    const flowId = testId("flow", name);
    records.push({
      kind: "flow",
      id: flowId,
      name,
      label: name,
      trigger: { on: "route" },
      inputs: [],
      runAs: "caller",
      log: "failures",
      order: "i",
      ...rest,
    });
    const add = (list: readonly DrawnStep[], lane: string, parentId?: StepRecord["id"]): void => {
      for (const [index, drawn] of list.entries()) {
        const id = testId("step", `${name}.${drawn.name}`);
        const place = { ...(parentId ? { parentId } : {}), lane, order: ORDERS[index] ?? "z" };
        records.push({ kind: "step", id, flowId, place, name: drawn.name, type: drawn.type });
        for (const [inner, within] of drawn.lanes ?? []) add(within, inner, id);
      }
    };
    add(steps, "main");
    for (const address of at) {
      const [method = "GET", path = "/"] = address.split(" ");
      const route = routes.get(path) ?? { methods: {}, access };
      routes.set(path, { ...route, methods: { ...route.methods, [method]: flowId } });
    }
  }
  for (const [path, { methods, access }] of routes) {
    const name = path.replace(/\W+/g, "_").replace(/^_|_$/g, "") || "home";
    const id: RouteId = testId("route", name);
    records.push({ kind: "route", id, name, label: name, path, view: { name: "flow", methods }, access, order: "i" });
  }
  return withRecords(definition, records);
}
