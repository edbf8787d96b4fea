import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { acceptInvitation, openInvitation } from "#contract/http/people";
import { signOut } from "#contract/http/session";
import { call } from "../api/client.ts";
import { sessionQuery } from "../api/queries.ts";
import { tellOtherTabs } from "../api/session-channel.ts";
import { closeStudioSocket } from "../api/socket.ts";
import { useSingleMutation } from "../api/use-single-mutation.ts";

/** The invitation of the link in the address, accepting it, and signing out where it is for another account. */
export function useInvitation() {
  const { token = "" } = useParams();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const queryKey = ["invitation", token];
  const link = useQuery({
    queryKey,
    queryFn: ({ signal }) => call(openInvitation, { body: { token } }, { signal }),
    retry: false,
    refetchOnWindowFocus: false,
  });
  const accept = useSingleMutation({
    mutationFn: (account: { readonly name?: string; readonly password?: string }) =>
      call(acceptInvitation, { body: { token, ...account } }),
    onSuccess: async (session) => {
      closeStudioSocket();
      queries.removeQueries({ predicate: ({ queryKey: [first] }) => first !== "session" && first !== "invitation" });
      queries.setQueryData(sessionQuery.queryKey, session);
      tellOtherTabs();
      await navigate("/", { replace: true });
    },
  });
  const leave = useSingleMutation({
    mutationFn: () => call(signOut, {}),
    onSuccess: () => {
      closeStudioSocket();
      queries.setQueryData(sessionQuery.queryKey, { state: "signed_out" });
      tellOtherTabs();
      void queries.invalidateQueries({ queryKey });
    },
  });
  return { link, accept, leave };
}
