import { type Icon, IconHistory, IconKey, IconMail, IconUsers } from "@tabler/icons-react";
import type { Action } from "#contract/permissions";

/** The parts of a workspace, as its frame lists them. Who may not do the action does not see the place. */
interface WorkspacePlace {
  readonly path: string;
  readonly label: string;
  readonly icon: Icon;
  readonly action: Action;
}

export const workspacePlaces: readonly WorkspacePlace[] = [
  { path: "members", label: "Members", icon: IconUsers, action: "listMembers" },
  { path: "tokens", label: "API tokens", icon: IconKey, action: "ownTokens" },
  { path: "mail", label: "Mail", icon: IconMail, action: "readMail" },
  { path: "audit", label: "Audit log", icon: IconHistory, action: "readAudit" },
];
