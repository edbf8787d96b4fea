import { type Problem, positionOf } from "../../problem.ts";
import type { PageUnit } from "../mark-page.ts";
import type { PageFinding } from "./page-finding.ts";

/**
 * Findings as problems of the templates that cause them. What concerns the page as a whole belongs to its own template;
 * what a built-in template does is said without a place, since nobody can change it there.
 */
export function findingProblems(findings: readonly PageFinding[], units: readonly PageUnit[]): readonly Problem[] {
  return findings.map(({ code, message, hint, mark }): Problem => {
    const [number = 0, from] = mark === undefined ? [] : mark.split(".").map(Number);
    const unit = units[number];
    const isPlaced = unit?.recordId !== undefined && from !== undefined;
    return {
      code,
      severity: "warning",
      ...(unit?.recordId === undefined ? {} : { recordId: unit.recordId, property: "source" }),
      message,
      hint,
      ...(isPlaced ? { at: positionOf(unit.source, from, from + 1) } : {}),
    };
  });
}
