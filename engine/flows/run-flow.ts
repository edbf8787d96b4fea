import { assertNever } from "../assert-never.ts";
import type { FieldId, ModelId, RouteId } from "../definition/ids.ts";
import { UserError } from "../errors.ts";
import type { Evaluate, FieldValue, FlowNode, FlowProgram, Frame, RowsOfStep, Target } from "./program.ts";

/** A row as the caller may read it, with its key as `id`. */
export type FlowRow = Readonly<Record<string, unknown>>;

/** Values by field, to be written. */
export type WrittenValues = ReadonlyMap<FieldId, unknown>;

/** What a flow does to the app's rows. Each throws a UserError where a rule or a validation refuses. */
export interface FlowPorts {
  find(rows: RowsOfStep, frame: Frame): Promise<readonly FlowRow[]>;
  count(rows: RowsOfStep, frame: Frame): Promise<number>;
  /** The rows, which nobody else changes before the flow has ended. */
  lock(rows: RowsOfStep, frame: Frame): Promise<readonly FlowRow[]>;
  create(modelId: ModelId, values: WrittenValues): Promise<FlowRow>;
  /** Gives how many were changed. A row that was found is changed only as it was found. */
  update(
    modelId: ModelId,
    changes: readonly { readonly row: FlowRow; readonly values: WrittenValues }[],
  ): Promise<number>;
  delete(modelId: ModelId, rows: readonly FlowRow[]): Promise<number>;
}

export type FlowAnswer =
  | { readonly as: "json"; readonly status: number; readonly value: unknown }
  | {
      readonly as: "redirect";
      readonly routeId: RouteId;
      readonly parameters: Readonly<Record<string, unknown>>;
    }
  | { readonly as: "nothing" };

/** What a request gives a flow. */
export type FlowInput = Readonly<Record<keyof FlowProgram["given"], unknown>>;

/** The step *refuse* ends a flow by it, and takes back what the flow has written. */
export class FlowRefused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** How much one run may do. */
export const FLOW_LIMITS = { steps: 10_000, rows: 5_000, changedByStep: 1_000, values: 2_000_000 } as const;

/**
 * Runs a flow: its steps one after the other, until one of them answers. Pure but for its ports. A run always ends: there is no
 * loop but over a list that exists, and each step and row counts towards FLOW_LIMITS.
 */
export async function runFlow(
  program: FlowProgram,
  input: FlowInput,
  ports: FlowPorts,
): Promise<FlowAnswer | undefined> {
  const run = new Run(ports, program.size);
  for (const [name, slot] of Object.entries(program.given)) run.frame[slot] = input[name as keyof FlowInput];
  return run.steps(program.body);
}

class Run {
  readonly frame: unknown[];
  private readonly ports: FlowPorts;
  private stepsLeft: number = FLOW_LIMITS.steps;
  private rowsLeft: number = FLOW_LIMITS.rows;

  constructor(ports: FlowPorts, size: number) {
    this.ports = ports;
    this.frame = new Array<unknown>(size).fill(null);
  }

  async steps(nodes: readonly FlowNode[]): Promise<FlowAnswer | undefined> {
    for (const node of nodes) {
      if (--this.stepsLeft < 0) throw tooMuch(`more than ${FLOW_LIMITS.steps.toLocaleString("en")} steps`);
      const answer = await this.step(node);
      if (answer) return answer;
    }
    return undefined;
  }

  private async step(node: FlowNode): Promise<FlowAnswer | undefined> {
    const { frame, ports } = this;
    switch (node.kind) {
      case "find":
        frame[node.slot] = this.counted(await ports.find(node.rows, frame));
        return undefined;
      case "findOne": {
        const [row] = this.counted(await ports.find(node.rows, frame));
        if (!row && node.orNotFound) throw new UserError("not_found", "There is no such row.");
        frame[node.slot] = row ?? null;
        return undefined;
      }
      case "count":
        frame[node.slot] = await ports.count(node.rows, frame);
        return undefined;
      case "create":
        this.counted([null]);
        frame[node.slot] = await ports.create(node.modelId, this.values(node.values));
        return undefined;
      case "update": {
        const rows = await this.targets(node.target);
        const changes = rows.map((row) => {
          frame[node.recordSlot] = row;
          return { row, values: this.values(node.values) };
        });
        frame[node.slot] = changes.length === 0 ? 0 : await ports.update(node.target.modelId, changes);
        return undefined;
      }
      case "delete": {
        const rows = await this.targets(node.target);
        frame[node.slot] = rows.length === 0 ? 0 : await ports.delete(node.target.modelId, rows);
        return undefined;
      }
      case "set":
        frame[node.slot] = Object.fromEntries(node.values.map(([name, evaluate]) => [name, this.value(evaluate)]));
        return undefined;
      case "branch":
        // What is not known is not true.
        for (const { condition, body } of node.branches)
          if (!condition || condition(frame) === true) return this.steps(body);
        return undefined;
      case "forEach": {
        const list = this.value(node.list);
        if (!Array.isArray(list)) return undefined;
        for (const [index, item] of list.entries()) {
          frame[node.itemSlot] = item;
          frame[node.indexSlot] = index;
          const answer = await this.steps(node.body);
          if (answer) return answer;
        }
        return undefined;
      }
      case "refuse":
        throw new FlowRefused(node.status, node.message);
      case "respond": {
        const { answer } = node;
        if (answer.as === "nothing") return answer;
        if (answer.as === "json") return { as: "json", status: answer.status, value: this.value(answer.value) };
        const parameters = Object.fromEntries(
          answer.parameters.map(([name, evaluate]) => [name, this.value(evaluate)]),
        );
        return { as: "redirect", routeId: answer.routeId, parameters };
      }
      default:
        return assertNever(node);
    }
  }

  /** Without a row that was found there is nothing to change. */
  private async targets(target: Target): Promise<readonly FlowRow[]> {
    if (target.of === "rows") {
      const rows = await this.ports.lock(target.rows, this.frame);
      if (rows.length > FLOW_LIMITS.changedByStep)
        throw tooMuch(`more than ${FLOW_LIMITS.changedByStep.toLocaleString("en")} rows in one step`);
      return this.counted(rows);
    }
    const row = target.row(this.frame);
    return typeof row === "object" && row !== null ? this.counted([row as FlowRow]) : [];
  }

  private values(values: readonly FieldValue[]): WrittenValues {
    return new Map(values.map(({ fieldId, evaluate }) => [fieldId, this.value(evaluate)]));
  }

  /** A value is as large as it would be written out: one that holds another several times is counted so. */
  private value(evaluate: Evaluate): unknown {
    const value = evaluate(this.frame);
    if (sizeOf(value, FLOW_LIMITS.values) > FLOW_LIMITS.values)
      throw tooMuch(`a value of more than ${FLOW_LIMITS.values / 1_000_000} MB`);
    return value;
  }

  private counted<Row>(rows: readonly Row[]): readonly Row[] {
    this.rowsLeft -= rows.length;
    if (this.rowsLeft < 0) throw tooMuch(`more than ${FLOW_LIMITS.rows.toLocaleString("en")} rows`);
    return rows;
  }
}

/** About the characters of a value as JSON; stops counting once there are more than `most`. */
function sizeOf(value: unknown, most: number): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value !== "object" || value === null) return 8;
  let size = 2;
  for (const [key, item] of Object.entries(value)) {
    size += (Array.isArray(value) ? 1 : key.length + 4) + sizeOf(item, most - size);
    if (size > most) return size;
  }
  return size;
}

const tooMuch = (what: string) =>
  new UserError("too_large", `This would take ${what}, which is more than a request may do. Nothing was written.`);
