import type { Problem } from "../../problem.ts";
import type { TemplateUnit } from "../syntax/parsed-template.ts";
import { toProblem } from "../syntax/template-problem.ts";
import { type AnalyzeInput, analyzeTemplate } from "./analyze-template.ts";

/** Everything wrong with the page that a template makes, wherever it lies: in it, in its layouts, in what it includes. */
export const checkTemplate = (input: AnalyzeInput): readonly Problem[] => analyzeTemplate(input).problems;

/** What can be said of a template that no view uses: whether it can be read. */
export const checkTemplateSource = (unit: TemplateUnit): readonly Problem[] =>
  unit.parsed.problems.map((problem) => toProblem(problem, unit.source, unit.recordId));
