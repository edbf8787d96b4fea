import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { changeMember, listMembers, type Member } from "#contract/http/people";
import { call } from "../api/client.ts";
import { roleOf } from "../format/role-labels.ts";
import { useSession } from "../session/use-session.ts";

const queryKey = ["members"];

/** The members of the workspace, and how the role of one is changed. */
export function useMembers() {
  const { account } = useSession();
  const queries = useQueryClient();
  const members = useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await call(listMembers, {}, { signal })).results,
  });
  const reread = () => void queries.invalidateQueries({ queryKey });
  const change = useMutation({
    mutationFn: ({ member, value }: { member: Member; value: string }) =>
      call(changeMember, { params: { accountId: member.accountId }, body: roleOf(value) }),
    onSettled: (_changed, _error, { member }) => {
      reread();
      // One's own role has changed: what is offered changes with it.
      if (member.accountId === account.id) void queries.invalidateQueries({ queryKey: ["session"] });
    },
    onError: (error) => notifications.show({ color: "red", title: "The role was not changed", message: error.message }),
  });
  return { members, change, reread };
}
