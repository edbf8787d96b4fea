import { createContext, useContext } from "react";
import type { AppSummary } from "#contract/http/apps";

export const AppContext = createContext<AppSummary | undefined>(undefined);

/** The app that is open: its slug, address, draft and what is live. */
export function useApp(): AppSummary {
  const app = useContext(AppContext);
  if (!app) throw new Error("No app is open here (app/AppFrame.tsx).");
  return app;
}
