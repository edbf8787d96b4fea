import { useMutation } from "@tanstack/react-query";
import { type Member, removeMember } from "#contract/http/people";
import { call } from "../api/client.ts";
import { ConfirmByName } from "../components/ConfirmByName.tsx";
import { useSession } from "../session/use-session.ts";

/** Asks before a member is removed from the workspace. */
export function RemoveMember(props: {
  readonly member: Member;
  readonly onRemoved: () => void;
  readonly onClose: () => void;
}) {
  const { member } = props;
  const { workspace } = useSession();
  const remove = useMutation({
    mutationFn: () => call(removeMember, { params: { accountId: member.accountId } }),
    onSuccess: props.onRemoved,
  });
  return (
    <ConfirmByName
      opened
      title={`Remove ${member.name}?`}
      name={member.name}
      actionLabel="Remove from the workspace"
      isBusy={remove.isPending}
      failure={remove.error?.message}
      onConfirm={() => remove.mutate()}
      onClose={props.onClose}
    >
      They are out at once, and their API tokens for {workspace.name} end. What they made stays. To come back they need
      a new invitation.
    </ConfirmByName>
  );
}
