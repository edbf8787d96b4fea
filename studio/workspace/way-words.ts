import type { AuditLine, AuditWay } from "#contract/http/audit";

/** The ways to act, as the filter offers them. */
export const wayNames: Readonly<Record<AuditWay["kind"], string>> = {
  browser: "In the browser",
  token: "With an API token",
  local: "Command line on the server",
};

/** Beside the name of who acted. The browser is the usual way and says nothing. */
export function wayBesideName(way: AuditWay | null): string | undefined {
  if (way?.kind === "token") return `token “${way.name}”${endOf(way)}`;
  return way?.kind === "local" ? "command line on the server" : undefined;
}

/** A sentence of its own. */
export function wayInWords({ way, actor }: Pick<AuditLine, "way" | "actor">): string {
  if (way === null) {
    return actor ? "Not known: it was done before this was written down." : "By Quintet itself.";
  }
  switch (way.kind) {
    case "browser":
      return "In the browser.";
    case "token":
      return `With the API token “${way.name}”${endOf(way)}.`;
    case "local":
      return "From the command line on the server’s own machine, which acts as the first owner.";
  }
}

const endOf = (token: Extract<AuditWay, { kind: "token" }>): string =>
  token.state === "valid" ? "" : ` (${token.state})`;
