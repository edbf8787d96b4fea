import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconUserPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Invitation, listInvitations, revokeInvitation, sendInvitationAgain } from "#contract/http/people";
import { call } from "../api/client.ts";
import { LineItem } from "../components/LineItem.tsx";
import { ProblemNote } from "../components/ProblemNote.tsx";
import { SkeletonRows } from "../components/Skeletons.tsx";
import { formatAgo, formatDay } from "../format/format-time.ts";
import { formatRole } from "../format/role-labels.ts";
import { useAsked } from "../navigation/use-asked.ts";
import { InviteForm } from "./InviteForm.tsx";
import classes from "./workspace.module.css";

const queryKey = ["invitations"];

/** Who was asked to come and has not answered: sent again, taken back. */
export function Invitations() {
  const queries = useQueryClient();
  const [isInviting, setInviting] = useState(false);
  useAsked("invite", () => setInviting(true));
  const invitations = useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await call(listInvitations, {}, { signal })).results,
  });
  const again = () => void queries.invalidateQueries({ queryKey });
  const send = useMutation({
    mutationFn: (invitation: Invitation) => call(sendInvitationAgain, { params: { invitationId: invitation.id } }),
    onSuccess: (sent) =>
      notifications.show({ title: "Sent again", message: `${sent.email} gets a new link; the one before is off.` }),
    onError: (error) => notifications.show({ color: "red", title: "It was not sent", message: error.message }),
    onSettled: again,
  });
  const revoke = useMutation({
    mutationFn: (invitation: Invitation) => call(revokeInvitation, { params: { invitationId: invitation.id } }),
    onSuccess: (_done, { email }) =>
      notifications.show({ title: "Taken back", message: `The link that ${email} has does not work any more.` }),
    onError: (error) => notifications.show({ color: "red", title: "It was not taken back", message: error.message }),
    onSettled: again,
  });
  return (
    <section className={classes.section} aria-label="Invitations">
      <header className={classes.sectionHead}>
        <h2>Invitations</h2>
        {isInviting ? null : (
          <Button leftSection={<IconUserPlus size={16} stroke={1.75} aria-hidden />} onClick={() => setInviting(true)}>
            Invite somebody
          </Button>
        )}
      </header>
      {isInviting ? <InviteForm onInvited={again} onClose={() => setInviting(false)} /> : null}
      {invitations.isPending ? (
        <SkeletonRows what="Loading the invitations" count={2} />
      ) : invitations.isError ? (
        <ProblemNote problem={{ severity: "error", message: invitations.error.message }} />
      ) : invitations.data.length === 0 ? (
        <p className={classes.quiet}>
          There is no open invitation. An invitation is a mail with a link that works once, for seven days.
        </p>
      ) : (
        <ul className={classes.card} aria-label="Open invitations">
          {invitations.data.map((invitation) => (
            <InvitationLine
              key={invitation.id}
              invitation={invitation}
              isBusy={send.isPending || revoke.isPending}
              onSend={() => send.mutate(invitation)}
              onRevoke={() => revoke.mutate(invitation)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function InvitationLine(props: {
  readonly invitation: Invitation;
  readonly isBusy: boolean;
  readonly onSend: () => void;
  readonly onRevoke: () => void;
}) {
  const { invitation } = props;
  const isOver = Date.parse(invitation.expiresAt) < Date.now();
  return (
    <LineItem name={invitation.email} about={`as ${formatRole(invitation)}, invited by ${invitation.invitedBy}`}>
      <div className={classes.facts}>
        <span>sent {formatAgo(invitation.sentAt)}</span>
        <span data-tone={isOver ? "bad" : undefined}>
          {isOver ? "over since" : "until"} {formatDay(invitation.expiresAt)}
        </span>
      </div>
      <div className={classes.lineActions}>
        <Button
          size="xs"
          variant="subtle"
          disabled={props.isBusy}
          aria-label={`Send the invitation of ${invitation.email} again`}
          onClick={props.onSend}
        >
          Send again
        </Button>
        <Button
          size="xs"
          variant="subtle"
          color="red"
          disabled={props.isBusy}
          aria-label={`Take back the invitation of ${invitation.email}`}
          onClick={props.onRevoke}
        >
          Take back
        </Button>
      </div>
    </LineItem>
  );
}
