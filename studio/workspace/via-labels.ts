import type { AuditLine, AuditVia } from "#contract/http/audit";

/** The ways to act, as the filter offers them. */
export const viaLabels: Readonly<Record<AuditVia["kind"], string>> = {
  browser: "In the browser",
  token: "With an API token",
  local: "Command line on the server",
};

/** Beside the name of who acted. The browser is the usual way and says nothing. */
export function viaAfterName(via: AuditVia | null): string | undefined {
  if (via?.kind === "token") return `token “${via.name}”${endOf(via)}`;
  return via?.kind === "local" ? "command line on the server" : undefined;
}

/** A sentence of its own. */
export function formatVia({ via, actor }: Pick<AuditLine, "via" | "actor">): string {
  if (via === null) {
    return actor ? "Not known: it was done before this was written down." : "By Quintet itself.";
  }
  switch (via.kind) {
    case "browser":
      return "In the browser.";
    case "token":
      return `With the API token “${via.name}”${endOf(via)}.`;
    case "local":
      return "From the command line on the server’s own machine, which acts as the first owner.";
  }
}

const endOf = (token: Extract<AuditVia, { kind: "token" }>): string =>
  token.state === "valid" ? "" : ` (${token.state})`;
