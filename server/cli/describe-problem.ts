import type { Problem } from "#engine/problem";

/** A problem as one line of a terminal. */
export function describeProblem(problem: Problem): string {
  const where = problem.at ? ` (line ${problem.at.line}, column ${problem.at.column})` : "";
  return `${problem.code} ${problem.message}${where}${problem.hint ? ` ${problem.hint}` : ""}`;
}

/** Warnings of one kind that are listed one by one. */
const MOST_OF_A_KIND = 5;

/** Problems as lines of a terminal: each error, and of each kind of warning the first few and how many more there are. */
export function describeProblems(problems: readonly Problem[]): readonly string[] {
  const warnings = problems.filter(({ severity }) => severity === "warning");
  const errors = problems.filter(({ severity }) => severity === "error");
  const codes = [...new Set(warnings.map(({ code }) => code))];
  return [
    ...errors.map(describeProblem),
    ...codes.flatMap((code) => {
      const ofKind = warnings.filter((warning) => warning.code === code);
      const lines = ofKind.slice(0, MOST_OF_A_KIND).map(describeProblem);
      const more = ofKind.length - lines.length;
      return more === 0 ? lines : [...lines, `${code} … and ${more} more like these. --json lists them all.`];
    }),
  ];
}
