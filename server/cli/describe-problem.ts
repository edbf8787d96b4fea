import type { Problem } from "#engine/problem";

/** A problem as one line of a terminal. */
export function describeProblem(problem: Problem): string {
  const where = problem.at ? ` (line ${problem.at.line}, column ${problem.at.column})` : "";
  return `${problem.code} ${problem.message}${where}${problem.hint ? ` ${problem.hint}` : ""}`;
}
