import { describe, expect, it } from "vitest";
import type { StepId } from "../definition/ids.ts";
import type { Evaluate, FlowNode, FlowProgram } from "./program.ts";
import { FLOW_LIMITS, type FlowPorts, FlowRefused, runFlow } from "./run-flow.ts";

const stepId = "stp_000000000000" as StepId;
const GIVEN = { params: 0, query: 1, body: 2, user: 3, request: 4 } as const;
const program = (body: readonly FlowNode[], size = 40): FlowProgram => ({
  label: "test",
  runAs: "caller",
  body,
  writes: true,
  given: GIVEN,
  size,
});
const set = (slot: number, evaluate: Evaluate): FlowNode => ({ stepId, kind: "set", slot, values: [["v", evaluate]] });
const answer = (value: Evaluate): FlowNode => ({
  stepId,
  kind: "respond",
  answer: { as: "json", status: 200, value },
});
const member = (value: unknown) => (value as { v: unknown }).v;
const input = { params: {}, query: {}, body: { a: 1 }, user: null, request: {} };
const ports = (more: Partial<FlowPorts> = {}): FlowPorts => ({
  find: async () => [],
  count: async () => 0,
  lock: async () => [],
  create: async () => ({ id: 1 }),
  update: async (_model, changes) => changes.length,
  delete: async (_model, rows) => rows.length,
  ...more,
});
const run = (body: readonly FlowNode[], more?: Partial<FlowPorts>) => runFlow(program(body), input, ports(more));

describe("a run", () => {
  it("ends with the first answer, and runs nothing after it", async () => {
    const written: unknown[] = [];
    const create: FlowNode = { stepId, kind: "create", slot: 9, modelId: "mdl_a" as never, values: [] };
    const result = await run([answer((frame) => (frame[2] as { a: number }).a), create], {
      create: async () => {
        written.push(1);
        return { id: 1 };
      },
    });
    expect([result, written]).toEqual([{ as: "json", status: 200, value: 1 }, []]);
  });

  it("takes the first way whose condition is certainly true", async () => {
    const way = (condition: Evaluate | undefined, value: string) => ({ condition, body: [answer(() => value)] });
    const branch: FlowNode = {
      stepId,
      kind: "branch",
      branches: [way(() => null, "unknown"), way(() => false, "no"), way(() => true, "yes"), way(undefined, "else")],
    };
    expect(await run([branch])).toMatchObject({ value: "yes" });
  });

  it("repeats for each item, in order, with its number", async () => {
    const seen: unknown[] = [];
    const loop: FlowNode = {
      stepId,
      kind: "forEach",
      list: () => ["a", "b"],
      itemSlot: 10,
      indexSlot: 11,
      body: [
        set(12, (frame) => {
          seen.push([frame[11], frame[10]]);
          return null;
        }),
      ],
    };
    expect(await run([loop, answer(() => "done")])).toMatchObject({ value: "done" });
    expect(seen).toEqual([
      [0, "a"],
      [1, "b"],
    ]);
  });

  it("is refused with the sentence of the step", async () => {
    await expect(run([{ stepId, kind: "refuse", status: 409, message: "Sold out." }])).rejects.toEqual(
      new FlowRefused(409, "Sold out."),
    );
  });

  it("changes nothing where no row was found", async () => {
    const change: FlowNode = {
      stepId,
      kind: "update",
      slot: 9,
      target: { of: "row", modelId: "mdl_a" as never, row: () => null },
      values: [],
      recordSlot: 10,
    };
    expect(await run([change, answer((frame) => frame[9])])).toMatchObject({ value: 0 });
  });
});

describe("the limits of a run", () => {
  const refused = { code: "too_large", status: 413 };

  it("count steps, those of loops within loops too", async () => {
    const loop = (body: readonly FlowNode[], slot: number): FlowNode => ({
      stepId,
      kind: "forEach",
      list: () => Array.from({ length: 500 }, () => 0),
      itemSlot: slot,
      indexSlot: slot + 1,
      body,
    });
    await expect(run([loop([loop([set(30, () => 0)], 12)], 10)])).rejects.toMatchObject(refused);
  });

  it("count rows", async () => {
    const find: FlowNode = { stepId, kind: "find", slot: 9, rows: {} as never };
    const rows = Array.from({ length: 1_000 }, (_, id) => ({ id }));
    await expect(
      run(
        Array.from({ length: 6 }, () => find),
        { find: async () => rows },
      ),
    ).rejects.toMatchObject(refused);
    expect(FLOW_LIMITS.rows).toBe(5_000);
  });

  it("stop a value that holds another twice, again and again", async () => {
    const doubling = Array.from({ length: 30 }, (_, at) =>
      set(at + 6, (frame) => (at === 0 ? ["seed"] : [member(frame[at + 5]), member(frame[at + 5])])),
    );
    await expect(run([...doubling, answer((frame) => frame[35])])).rejects.toMatchObject(refused);
  });
});
