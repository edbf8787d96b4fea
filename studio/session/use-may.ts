import { useCallback } from "react";
import { type Action, may } from "#contract/permissions";
import { useSession } from "./use-session.ts";

/** What the person may do here, by the same table as the server: what would be refused is not offered. */
export function useMay(): (action: Action) => boolean {
  const { role, data } = useSession().workspace;
  return useCallback((action) => may({ role, data }, action), [role, data]);
}
