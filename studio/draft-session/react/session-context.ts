import { createContext, useContext } from "react";
import type { DraftSession } from "../draft-session.ts";

export const DraftSessionContext = createContext<DraftSession | undefined>(undefined);

export function useDraftSession(): DraftSession {
  const session = useContext(DraftSessionContext);
  if (!session) throw new Error("A draft is used outside its app's frame (app/AppFrame.tsx).");
  return session;
}
