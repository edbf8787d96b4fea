import { problemCodes } from "../checks/problem-codes.ts";
import type { Problem } from "../problem.ts";

/** Problems of one kind. */
export interface ProblemGroup {
  readonly code: string;
  readonly severity: Problem["severity"];
  /** One sentence: of the only problem, or of the kind. */
  readonly message: string;
  readonly problems: readonly Problem[];
}

/** One group for each kind of problem, in the order in which they first occur. */
export function problemGroups(problems: readonly Problem[]): readonly ProblemGroup[] {
  const byCode = new Map<string, [Problem, ...Problem[]]>();
  for (const problem of problems) {
    const group = byCode.get(problem.code);
    if (group) group.push(problem);
    else byCode.set(problem.code, [problem]);
  }
  return [...byCode].map(([code, group]) => ({
    code,
    severity: group[0].severity,
    message: group.length === 1 ? group[0].message : (sentenceOf(code) ?? group[0].message),
    problems: group,
  }));
}

const sentenceOf = (code: string): string | undefined =>
  Object.hasOwn(problemCodes, code) ? problemCodes[code as keyof typeof problemCodes] : undefined;
