import type { RecordId } from "#engine/definition/ids";
import { ProblemNote } from "../../../components/ProblemNote.tsx";
import { useProblemsOf } from "../../../draft-session/react/use-draft.ts";

/** The problems of a record that stand beside none of its properties. */
export function RecordProblems({
  recordId,
  except,
}: {
  readonly recordId: RecordId;
  readonly except: readonly string[];
}) {
  const problems = useProblemsOf(recordId).filter((problem) => !problem.property || !except.includes(problem.property));
  return problems.map((problem) => <ProblemNote key={problem.code + problem.message} problem={problem} />);
}
