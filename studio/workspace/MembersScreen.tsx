import { useState } from "react";
import type { Member } from "#contract/http/people";
import { ProblemNote } from "../components/ProblemNote.tsx";
import { Screen } from "../components/Screen.tsx";
import { SkeletonRows } from "../components/Skeletons.tsx";
import { useMay } from "../session/use-may.ts";
import { useSession } from "../session/use-session.ts";
import { Invitations } from "./Invitations.tsx";
import { LeaveWorkspace } from "./LeaveWorkspace.tsx";
import { MemberLine } from "./MemberLine.tsx";
import { RemoveMember } from "./RemoveMember.tsx";
import { useMembers } from "./use-members.ts";
import { WorkspaceName } from "./WorkspaceName.tsx";
import classes from "./workspace.module.css";

/** Who is in the workspace and what each may do; owners change it. */
export function MembersScreen() {
  const isManaging = useMay()("manageMembers");
  return (
    <Screen
      title="Members"
      about={
        isManaging
          ? "Who builds here with you. A changed role counts at once."
          : "Who builds here with you. Owners invite people and change roles."
      }
    >
      <WorkspaceName />
      <Members isManaging={isManaging} />
    </Screen>
  );
}

function Members({ isManaging }: { readonly isManaging: boolean }) {
  const { account } = useSession();
  const { members, change, reread } = useMembers();
  const [removing, setRemoving] = useState<Member>();
  const [isLeaving, setLeaving] = useState(false);
  return (
    <>
      {members.isPending ? (
        <SkeletonRows what="Loading the members" count={4} />
      ) : members.isError ? (
        <ProblemNote problem={{ severity: "error", message: members.error.message }} />
      ) : (
        <ul className={classes.card} aria-label="Members">
          {members.data.map((member) => (
            <MemberLine
              key={member.accountId}
              member={member}
              isMe={member.accountId === account.id}
              isManaging={isManaging}
              isBusy={change.isPending}
              onRole={(value) => change.mutate({ member, value })}
              onRemove={() => setRemoving(member)}
              onLeave={() => setLeaving(true)}
            />
          ))}
        </ul>
      )}
      {isManaging ? <Invitations /> : null}
      {removing && (
        <RemoveMember
          member={removing}
          onRemoved={() => {
            setRemoving(undefined);
            reread();
          }}
          onClose={() => setRemoving(undefined)}
        />
      )}
      {isLeaving && <LeaveWorkspace onClose={() => setLeaving(false)} />}
    </>
  );
}
