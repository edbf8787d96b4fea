import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeMember, leaveWorkspace, listMembers, type Member, removeMember } from "#contract/http/people";
import { call } from "../api/client.ts";
import { ConfirmByName } from "../components/ConfirmByName.tsx";
import { LineItem } from "../components/LineItem.tsx";
import { PlainSelect } from "../components/PlainSelect.tsx";
import { ProblemNote } from "../components/ProblemNote.tsx";
import { Screen } from "../components/Screen.tsx";
import { SkeletonRows } from "../components/Skeletons.tsx";
import { formatDay } from "../format/format-time.ts";
import { formatRole, placeOf, places, roleOf } from "../format/role-labels.ts";
import { useMay } from "../session/use-may.ts";
import { useSession } from "../session/use-session.ts";
import { Invitations } from "./Invitations.tsx";
import { WorkspaceName } from "./WorkspaceName.tsx";
import classes from "./workspace.module.css";

const queryKey = ["members"];

/** Who is in the workspace and what each may do; owners change it. */
export function MembersScreen() {
  const { account, workspace } = useSession();
  const isManaging = useMay()("manageMembers");
  const queries = useQueryClient();
  const [removing, setRemoving] = useState<Member>();
  const [isLeaving, setLeaving] = useState(false);
  const members = useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await call(listMembers, {}, { signal })).results,
  });
  const again = () => void queries.invalidateQueries({ queryKey });
  const change = useMutation({
    mutationFn: ({ member, value }: { member: Member; value: string }) =>
      call(changeMember, { params: { accountId: member.accountId }, body: roleOf(value) }),
    onSettled: (_changed, _error, { member }) => {
      again();
      // One's own role has changed: what is offered changes with it.
      if (member.accountId === account.id) void queries.invalidateQueries({ queryKey: ["session"] });
    },
    onError: (error) => notifications.show({ color: "red", title: "The role was not changed", message: error.message }),
  });
  const remove = useMutation({
    mutationFn: (member: Member) => call(removeMember, { params: { accountId: member.accountId } }),
    onSuccess: () => {
      setRemoving(undefined);
      again();
    },
  });
  const leave = useMutation({
    mutationFn: () => call(leaveWorkspace, {}),
    onSuccess: () => location.assign("/"),
  });

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
      {members.isPending ? (
        <SkeletonRows what="Loading the members" count={4} />
      ) : members.isError ? (
        <ProblemNote problem={{ severity: "error", message: members.error.message }} />
      ) : (
        <ul className={classes.card} aria-label="Members">
          {members.data.map((member) => (
            <LineItem
              key={member.accountId}
              name={
                <>
                  {member.name}
                  {member.accountId === account.id ? <span className={classes.quiet}> (you)</span> : null}
                </>
              }
              about={member.email}
            >
              <span className={classes.facts}>since {formatDay(member.joinedAt)}</span>
              {isManaging ? (
                <PlainSelect
                  size="sm"
                  aria-label={`Role of ${member.name}`}
                  value={placeOf(member)}
                  disabled={change.isPending}
                  onChange={(event) => change.mutate({ member, value: event.currentTarget.value })}
                >
                  {places.map(({ value, label }) => (
                    <option key={value} value={value}>
                      {label}
                    </option>
                  ))}
                </PlainSelect>
              ) : (
                <span className={classes.role}>{formatRole(member)}</span>
              )}
              {isManaging && member.accountId !== account.id ? (
                <Button
                  size="xs"
                  variant="subtle"
                  color="red"
                  aria-label={`Remove ${member.name}`}
                  onClick={() => setRemoving(member)}
                >
                  Remove
                </Button>
              ) : member.accountId === account.id ? (
                <Button size="xs" variant="subtle" color="gray" onClick={() => setLeaving(true)}>
                  Leave
                </Button>
              ) : null}
            </LineItem>
          ))}
        </ul>
      )}
      {isManaging ? <Invitations /> : null}
      {removing && (
        <ConfirmByName
          opened
          title={`Remove ${removing.name}?`}
          name={removing.name}
          actionLabel="Remove from the workspace"
          isBusy={remove.isPending}
          failure={remove.error?.message}
          onConfirm={() => remove.mutate(removing)}
          onClose={() => {
            remove.reset();
            setRemoving(undefined);
          }}
        >
          They are out at once, and their API tokens for {workspace.name} end. What they made stays. To come back they
          need a new invitation.
        </ConfirmByName>
      )}
      {isLeaving && (
        <ConfirmByName
          opened
          title={`Leave ${workspace.name}?`}
          name={workspace.name}
          actionLabel="Leave the workspace"
          isBusy={leave.isPending}
          failure={leave.error?.message}
          onConfirm={() => leave.mutate()}
          onClose={() => {
            leave.reset();
            setLeaving(false);
          }}
        >
          You are out at once, and your API tokens for it end. What you made stays. To come back you need an invitation.
        </ConfirmByName>
      )}
    </Screen>
  );
}
