/**
 * Who may do what on the platform: the only place. The server asks it for every request (`mount`, and once more each
 * command, about the thing itself), the studio asks it so that nothing is offered that would be refused, and
 * docs/people.md prints it. What has no line here is not allowed. A line that is `fresh` asks a person in a browser for
 * their password once more, when they gave it more than 15 minutes ago: an open window is not yet the person.
 */
export const memberRoles = ["owner", "editor", "viewer"] as const;
export type MemberRole = (typeof memberRoles)[number];

/** What an API token may be given. Every token reads structure (`read`); apart from that none contains another. */
export const tokenScopes = ["read", "edit", "publish", "data", "manage"] as const;
export type TokenScope = (typeof tokenScopes)[number];

/** `builders`: owners and editors. `data`: those, and viewers who were given "data". */
type Grantees = "members" | "data" | "builders" | "owners";

interface Permission {
  readonly who: Grantees;
  /** The scope that a token needs; `any`: whatever it has; `people`: no token does this. */
  readonly scope: TokenScope | "any" | "people";
  /** Sensitive: only in a session that was confirmed a short while ago. Tokens are no people and are not asked. */
  readonly fresh?: true;
  /** As the documentation says it. */
  readonly what: string;
}

export const permissions = {
  whoAmI: { who: "members", scope: "any", what: "ask who one is" },
  listApps: { who: "members", scope: "read", what: "see the list of apps" },
  read: { who: "members", scope: "read", what: "see an app: its models, routes, templates, edits and releases" },
  listMembers: { who: "members", scope: "read", what: "see who is in the workspace" },
  readRows: { who: "data", scope: "data", what: "see live rows" },
  createApp: { who: "builders", scope: "edit", what: "make an app" },
  importFile: { who: "builders", scope: "edit", what: "import a file" },
  edit: { who: "builders", scope: "edit", what: "change a draft" },
  publish: { who: "builders", scope: "publish", what: "review a plan, publish, go back to a version" },
  writeRows: { who: "builders", scope: "data", what: "change live rows" },
  manageUsers: {
    who: "builders",
    scope: "data",
    what: "add users to a live app, set their groups and what they are, sign them out",
  },
  manageKeys: { who: "builders", scope: "manage", what: "see and revoke an app's API keys" },
  makeKeys: { who: "builders", scope: "manage", fresh: true, what: "make an API key of an app" },
  readAudit: { who: "builders", scope: "manage", what: "read the audit log" },
  exportAudit: { who: "owners", scope: "manage", fresh: true, what: "export the audit log" },
  delete: { who: "owners", scope: "manage", fresh: true, what: "delete an app; delete a deleted app permanently" },
  restore: { who: "owners", scope: "manage", what: "see deleted apps, restore one" },
  manageInvitations: { who: "owners", scope: "manage", what: "see who is invited, take invitations back" },
  manageMembers: { who: "owners", scope: "manage", fresh: true, what: "invite people, change roles, remove members" },
  manageWorkspace: { who: "owners", scope: "manage", what: "rename the workspace" },
  readMail: { who: "owners", scope: "manage", what: "see which mails go out, and whether they arrive" },
  manageMail: { who: "owners", scope: "manage", what: "try mails again, cancel them, send a test mail" },
  manageInbox: { who: "owners", scope: "people", what: "see what came into the dev inbox, empty it" },
  readInbox: {
    who: "owners",
    scope: "people",
    fresh: true,
    what: "read mails of the dev inbox, which hold links of resets",
  },
  diagnose: { who: "owners", scope: "manage", what: "ask whether the installation is in order" },
  ownAccount: { who: "members", scope: "people", what: "change one's own name, password and sessions" },
  changeAddress: { who: "members", scope: "people", fresh: true, what: "change one's own address" },
  ownTokens: { who: "members", scope: "people", what: "see and revoke one's own API tokens" },
  makeTokens: { who: "members", scope: "people", fresh: true, what: "make an API token of one's own" },
} as const satisfies Record<string, Permission>;

export type Action = keyof typeof permissions;

/** The facts about a caller that decide what they may do. Without `scopes` it is a person in a browser. */
interface Caller {
  readonly role: MemberRole;
  /** Sees live rows: owners and editors always, a viewer if an owner said so. */
  readonly data: boolean;
  readonly scopes?: readonly TokenScope[] | undefined;
}

/** `role`: this person may not. `scope`: the person may, the token may not. `people`: no token may. */
type Verdict = "allowed" | "role" | "scope" | "people";

export function judge(caller: Caller, action: Action): Verdict {
  const permission: Permission | undefined = Object.hasOwn(permissions, action) ? permissions[action] : undefined;
  if (!permission || !isIn(permission.who, caller)) return "role";
  if (caller.scopes === undefined || permission.scope === "any") return "allowed";
  if (permission.scope === "people") return "people";
  const { scope } = permission;
  // A person who changes something must be able to see it, because the answer contains it.
  const has = scope === "read" ? caller.scopes.length > 0 : caller.scopes.includes(scope);
  return has ? "allowed" : "scope";
}

/** Whether a person must have shown who they are a short while ago to do this. */
export function isSensitive(action: Action): boolean {
  const permission: Permission | undefined = Object.hasOwn(permissions, action) ? permissions[action] : undefined;
  return permission?.fresh === true;
}

export const may = (caller: Caller, action: Action): boolean => judge(caller, action) === "allowed";

function isIn(grantees: Grantees, { role, data }: Caller): boolean {
  switch (grantees) {
    case "members":
      return (memberRoles as readonly string[]).includes(role);
    case "data":
      return role === "owner" || role === "editor" || (role === "viewer" && data);
    case "builders":
      return role === "owner" || role === "editor";
    case "owners":
      return role === "owner";
    default:
      return false;
  }
}
