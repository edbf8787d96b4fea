import { ProblemNote } from "./ProblemNote.tsx";

/** Why a form was refused, spoken when it appears. */
export function FormProblem({ error }: { readonly error: Error | null }) {
  return (
    <div role="alert">{error ? <ProblemNote problem={{ severity: "error", message: error.message }} /> : null}</div>
  );
}
