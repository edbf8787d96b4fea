import type { StepRecord } from "#engine/definition/records/flow";
import { usersOf } from "#engine/flows/users-of";
import { useFlowDesk } from "../flow-desk.ts";
import classes from "../flows.module.css";
import { sentenceOf } from "../step-editors.tsx";

/** The steps that name the result of this one. */
export function UsedBy({ step }: { readonly step: StepRecord }) {
  const { reader, choose } = useFlowDesk();
  const users = usersOf(reader, step);
  if (users.length === 0) return <p className={classes.help}>No step uses it yet.</p>;
  return (
    <div className={classes.used}>
      <span className={classes.help}>Used by</span>
      {users.map((user) => (
        <button key={user.id} type="button" className={classes.link} onClick={() => choose(user.id)}>
          {sentenceOf(reader, user)}
        </button>
      ))}
    </div>
  );
}
