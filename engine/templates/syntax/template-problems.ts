import type { Problem } from "../../problem.ts";
import type { TemplateUnit } from "./parsed-template.ts";
import { type TemplateProblem, type TemplateProblemCode, toProblem } from "./template-problem.ts";
import type { Span } from "./template-tree.ts";

/** Collects problems, each once, although an included template is read as often as it is included. */
export class TemplateProblems {
  private readonly found = new Map<string, { readonly unit: TemplateUnit; readonly problem: TemplateProblem }>();

  add(unit: TemplateUnit, code: TemplateProblemCode, span: Span, message: string, hint?: string): void {
    this.put(unit, { code, message, start: span.start, end: span.end, ...(hint === undefined ? {} : { hint }) });
  }

  put(unit: TemplateUnit, problem: TemplateProblem): void {
    const key = `${unit.name} ${problem.code} ${problem.start} ${problem.message}`;
    if (this.found.size < 200 && !this.found.has(key)) this.found.set(key, { unit, problem });
  }

  get hasErrors(): boolean {
    for (const { problem } of this.found.values()) if (problem.code.includes("_E")) return true;
    return false;
  }

  /** In the order of their places, template by template. */
  all(): Problem[] {
    return [...this.found.values()]
      .sort((a, b) =>
        a.unit.name < b.unit.name ? -1 : a.unit.name > b.unit.name ? 1 : a.problem.start - b.problem.start,
      )
      .map(({ unit, problem }) => toProblem(problem, unit.source, unit.recordId));
  }
}
