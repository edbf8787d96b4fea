import { useMutation } from "@tanstack/react-query";
import { leaveWorkspace } from "#contract/http/people";
import { call } from "../api/client.ts";
import { ConfirmByName } from "../components/ConfirmByName.tsx";
import { useSession } from "../session/use-session.ts";

/** Asks before one leaves the workspace. */
export function LeaveWorkspace({ onClose }: { readonly onClose: () => void }) {
  const { workspace } = useSession();
  const leave = useMutation({
    mutationFn: () => call(leaveWorkspace, {}),
    onSuccess: () => location.assign("/"),
  });
  return (
    <ConfirmByName
      opened
      title={`Leave ${workspace.name}?`}
      name={workspace.name}
      actionLabel="Leave the workspace"
      isBusy={leave.isPending}
      failure={leave.error?.message}
      onConfirm={() => leave.mutate()}
      onClose={onClose}
    >
      You are out at once, and your API tokens for it end. What you made stays. To come back you need an invitation.
    </ConfirmByName>
  );
}
