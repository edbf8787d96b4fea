import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { signOut } from "#contract/http/session";
import { call } from "../api/client.ts";
import { sessionQuery } from "../api/queries.ts";
import { tellOtherTabs } from "../api/session-channel.ts";
import { closeStudioSocket } from "../api/socket.ts";

/** Signs out and forgets everything that was read as that person. */
export function useSignOut(): () => void {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    try {
      await call(signOut, {});
    } catch (error) {
      notifications.show({ color: "red", title: "You are still signed in", message: (error as Error).message });
      return;
    }
    tellOtherTabs();
    await navigate("/");
    closeStudioSocket();
    // Set, not cleared: who looks at the session would otherwise go on looking at the one that was.
    queries.setQueryData(sessionQuery.queryKey, { state: "signed_out" });
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
    queries.getMutationCache().clear();
  };
}
