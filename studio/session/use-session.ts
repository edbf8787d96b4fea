import { createContext, useContext } from "react";
import type { SessionState } from "#contract/http/session";

export type SignedIn = Extract<SessionState, { state: "signed_in" }>;

export const SessionContext = createContext<SignedIn | undefined>(undefined);

/** Who is signed in. Only inside the studio proper, where somebody is. */
export function useSession(): SignedIn {
  const session = useContext(SessionContext);
  if (!session) throw new Error("Nobody is signed in here (app/SessionGate.tsx).");
  return session;
}
