import { ProblemNote } from "./ProblemNote.tsx";

/** Why what was typed was not taken: beneath the input, which names it by `aria-describedby`, and spoken at once. */
export function Refusal({ id, message }: { readonly id: string; readonly message: string }) {
  return (
    <div id={id} role="alert">
      <ProblemNote problem={{ severity: "error", message }} />
    </div>
  );
}
