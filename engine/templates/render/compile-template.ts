import type { Problem } from "../../problem.ts";
import { type AnalyzeInput, analyzeTemplate } from "../analyze/analyze-template.ts";
import type { Step } from "../analyze/steps.ts";
import type { TemplateReads } from "../analyze/template-reads.ts";
import type { LoopState } from "../analyze/template-types.ts";
import { type RenderBudget, type RenderLimit, type RenderMeter, RenderStopped } from "./render-meter.ts";

/** By the names of the scope. Plain JSON values: text, numbers, lists, and rows as objects. */
export type TemplateData = Readonly<Record<string, unknown>>;

export type RenderResult =
  | { readonly ok: true; readonly html: string }
  | {
      readonly ok: false;
      readonly problem: { readonly code: "TEMPLATE_LIMIT"; readonly limit: RenderLimit; readonly message: string };
    };

export interface CompiledTemplate {
  readonly reads: TemplateReads;
  render(data: TemplateData, budget: RenderBudget): RenderResult;
}

export type CompileResult =
  | { readonly ok: true; readonly template: CompiledTemplate; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Ordinary pages need a few thousand operations, 100 kB and a millisecond. */
export const DEFAULT_LIMITS = { maxOperations: 1_000_000, maxOutput: 5_000_000, milliseconds: 500 } as const;

/** Checks a template and makes it ready to render. What it reads of the rows is known before anything is queried. */
export function compileTemplate(input: AnalyzeInput): CompileResult {
  const analyzed = analyzeTemplate(input);
  if (analyzed.hasErrors) return { ok: false, problems: analyzed.problems };
  const { meter, slotCount, reads } = analyzed;
  const run = compileSteps(analyzed.steps, meter);
  const inputs = [...analyzed.inputs];
  return {
    ok: true,
    warnings: analyzed.problems,
    template: {
      reads,
      render(data, budget) {
        const frame: unknown[] = new Array<unknown>(slotCount).fill(null);
        for (const [name, slot] of inputs) frame[slot] = Object.hasOwn(data, name) ? (data[name] ?? null) : null;
        meter.start(budget);
        try {
          run(frame);
          meter.checkOutput();
          return { ok: true, html: meter.finish() };
        } catch (error) {
          meter.finish();
          const limit = limitOf(error);
          if (limit === undefined) throw error;
          return { ok: false, problem: { code: "TEMPLATE_LIMIT", limit, message: LIMITS[limit] } };
        }
      },
    },
  };
}

const LIMITS: Readonly<Record<RenderLimit, string>> = {
  operations: "This page has too much to do: too many rows, or loops inside loops.",
  output: "This page grows too large.",
  time: "This page takes too long to make.",
};

/** A text that outgrows what JavaScript can hold ends in a RangeError; it is the same limit. */
const limitOf = (error: unknown): RenderLimit | undefined =>
  error instanceof RenderStopped ? error.limit : error instanceof RangeError ? "output" : undefined;

type Run = (frame: unknown[]) => void;

function compileSteps(steps: readonly Step[], meter: RenderMeter): Run {
  const runs = steps.map((step) => compileStep(step, meter));
  const [first, second, third] = runs;
  switch (runs.length) {
    case 0:
      return () => {};
    case 1:
      return first as Run;
    case 2:
      return (frame) => {
        (first as Run)(frame);
        (second as Run)(frame);
      };
    case 3:
      return (frame) => {
        (first as Run)(frame);
        (second as Run)(frame);
        (third as Run)(frame);
      };
    default:
      return (frame) => {
        for (let index = 0; index < runs.length; index++) (runs[index] as Run)(frame);
      };
  }
}

function compileStep(step: Step, meter: RenderMeter): Run {
  switch (step.kind) {
    case "text": {
      const { text } = step;
      return () => {
        meter.out += text;
      };
    }
    case "value": {
      const { read, write } = step;
      return (frame) => {
        const value = read(frame);
        meter.chargeText(value);
        meter.out += write(value);
        meter.checkOutput();
      };
    }
    case "link": {
      const { values, write } = step;
      return (frame) => {
        meter.charge(1);
        meter.out += write(values.map((read) => read(frame)));
        meter.checkOutput();
      };
    }
    case "set": {
      const { slot, value } = step;
      return (frame) => {
        const result = value(frame);
        meter.chargeText(result);
        frame[slot] = result;
      };
    }
    case "for":
      return compileFor(step, meter);
    case "if":
      return compileIf(step, meter);
  }
}

function compileFor(step: Extract<Step, { kind: "for" }>, meter: RenderMeter): Run {
  const { list, slot, loopSlot, outerLoopSlot } = step;
  const body = compileSteps(step.body, meter);
  const empty = compileSteps(step.empty, meter);
  return (frame) => {
    const items = list(frame);
    meter.charge(1);
    if (!Array.isArray(items) || items.length === 0) {
      empty(frame);
      return;
    }
    const loop =
      loopSlot === undefined
        ? undefined
        : beginLoop(items.length, outerLoopSlot === undefined ? null : frame[outerLoopSlot]);
    if (loopSlot !== undefined) frame[loopSlot] = loop;
    for (let index = 0; index < items.length; index++) {
      meter.charge(1);
      frame[slot] = items[index] ?? null;
      if (loop) moveLoop(loop, index);
      body(frame);
      meter.checkOutput();
    }
  };
}

const beginLoop = (length: number, parentloop: unknown): LoopState => ({
  counter: 0,
  counter0: 0,
  revcounter: 0,
  revcounter0: 0,
  first: true,
  last: false,
  length,
  parentloop,
});

function moveLoop(loop: LoopState, index: number): void {
  loop.counter0 = index;
  loop.counter = index + 1;
  loop.revcounter = loop.length - index;
  loop.revcounter0 = loop.revcounter - 1;
  loop.first = index === 0;
  loop.last = loop.revcounter0 === 0;
}

function compileIf(step: Extract<Step, { kind: "if" }>, meter: RenderMeter): Run {
  const branches = step.branches.map(({ test, body }) => ({ test, run: compileSteps(body, meter) }));
  const otherwise = compileSteps(step.otherwise, meter);
  return (frame) => {
    for (const { test, run } of branches) {
      meter.charge(1);
      if (test(frame) === true) {
        run(frame);
        return;
      }
    }
    otherwise(frame);
  };
}
