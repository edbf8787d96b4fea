import { assertNever } from "../../assert-never.ts";
import { en } from "../../page-texts/en.ts";
import type { Problem } from "../../problem.ts";
import { type AnalyzeInput, analyzeTemplate } from "../analyze/analyze-template.ts";
import type { PageQuery } from "../analyze/page-queries.ts";
import type { RenderParts, Run, Step } from "../analyze/steps.ts";
import type { TemplateReads } from "../analyze/template-reads.ts";
import { formatOf } from "../formats.ts";
import { QUERY_INPUT } from "../tags/querystring.ts";
import { type RenderBudget, type RenderLimit, type RenderMeter, RenderStopped } from "./render-meter.ts";

/** By the names of the scope. Plain JSON values: text, numbers, lists, and rows as objects. */
export type TemplateData = Readonly<Record<string, unknown>>;

interface Exceeded {
  readonly ok: false;
  readonly problem: { readonly code: "TEMPLATE_LIMIT"; readonly limit: RenderLimit; readonly message: string };
}

export type RenderResult = { readonly ok: true; readonly html: string } | Exceeded;

export type PassedResult =
  | { readonly ok: true; readonly passed: readonly Readonly<Record<string, unknown>>[] }
  | Exceeded;

export interface CompiledTemplate {
  /** The content type of the output: HTML, unless the template's name ends otherwise. */
  readonly contentType: string;
  readonly reads: TemplateReads;
  /** Whether it shows something of the query of the request's address. */
  readonly readsQuery: boolean;
  /** The forms that it shows, by their keys. */
  readonly forms: ReadonlySet<string>;
  /** The queries that it shows. A rendering is given their results in this order, under QUERIES_INPUT. */
  readonly queries: readonly PageQuery[];
  /** What is passed to each query, by name; known before any row is read. */
  passed(data: TemplateData, budget: RenderBudget): PassedResult;
  render(data: TemplateData, budget: RenderBudget): RenderResult;
}

export type CompileResult =
  | { readonly ok: true; readonly template: CompiledTemplate; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Ordinary pages need a few thousand operations, 100 kB and a millisecond. */
export const DEFAULT_LIMITS = { maxOperations: 1_000_000, maxOutput: 5_000_000, milliseconds: 500 } as const;

/** Checks a template and makes it ready to render. The columns that it reads are known before any query. */
export function compileTemplate(input: AnalyzeInput): CompileResult {
  const analyzed = analyzeTemplate(input);
  if (analyzed.hasErrors) return { ok: false, problems: analyzed.problems };
  const { meter, slotCount, reads, forms, queries } = analyzed;
  const run = compileSteps(analyzed.steps, meter);
  const inputs = [...analyzed.inputs];
  const frameOf = (data: TemplateData): unknown[] => {
    const frame: unknown[] = new Array<unknown>(slotCount).fill(null);
    for (const [name, slot] of inputs) frame[slot] = Object.hasOwn(data, name) ? (data[name] ?? null) : null;
    return frame;
  };
  const within = <Result>(budget: RenderBudget, work: () => Result): Result | Exceeded => {
    meter.start(budget);
    try {
      return work();
    } catch (error) {
      const limit = limitOf(error);
      if (limit === undefined) throw error;
      return { ok: false, problem: { code: "TEMPLATE_LIMIT", limit, message: en.errors.limits[limit] } };
    } finally {
      meter.finish();
    }
  };
  return {
    ok: true,
    warnings: analyzed.problems,
    template: {
      contentType: formatOf(input.entry.name).contentType,
      reads,
      readsQuery: analyzed.inputs.has(QUERY_INPUT) || [...reads.paths].some(isOfQuery),
      forms,
      queries,
      passed: (data, budget) =>
        within(budget, () => {
          const frame = frameOf(data);
          return { ok: true, passed: queries.map((query) => passedTo(query, frame)) };
        }),
      render: (data, budget) =>
        within(budget, () => {
          run(frameOf(data));
          meter.checkOutput();
          return { ok: true, html: meter.finish() };
        }),
    },
  };
}

const passedTo = (query: PageQuery, frame: readonly unknown[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    query.arguments.flatMap((argument) =>
      argument.kind === "value" ? [[argument.name, argument.read(frame) ?? null]] : [],
    ),
  );

/** `request` alone was given another name, or is shown as a whole. */
const isOfQuery = (path: string): boolean => path === "request" || /^request\.query(?:\.|$)/.test(path);

/** A text longer than JavaScript allows causes a RangeError; it is treated as the same limit. */
const limitOf = (error: unknown): RenderLimit | undefined =>
  error instanceof RenderStopped ? error.limit : error instanceof RangeError ? "output" : undefined;

function compileSteps(steps: readonly Step[], meter: RenderMeter): Run {
  const parts = { meter, compile: (list: readonly Step[]) => compileSteps(list, meter) };
  const runs = steps.map((step) => compileStep(step, parts));
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

function compileStep(step: Step, parts: RenderParts): Run {
  switch (step.kind) {
    case "text": {
      const { text } = step;
      const { meter } = parts;
      return () => {
        meter.out += text;
      };
    }
    case "run":
      return step.compile(parts);
    default:
      return assertNever(step);
  }
}
