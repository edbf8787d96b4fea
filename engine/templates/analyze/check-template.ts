import type { Problem } from "../../problem.ts";
import type { TemplateUnit } from "../syntax/parsed-template.ts";
import { toProblem } from "../syntax/template-problem.ts";
import { type AnalyzeInput, analyzeTemplate } from "./analyze-template.ts";

/** All problems of the page that a template makes: in it, in its layouts, and in its includes. */
export const checkTemplate = (input: AnalyzeInput): readonly Problem[] => analyzeTemplate(input).problems;

/** The problems that can be found in a template that no view uses: those of its syntax. */
export const checkTemplateSource = (unit: TemplateUnit): readonly Problem[] =>
  unit.parsed.problems.map((problem) => toProblem(problem, unit.source, unit.recordId));
