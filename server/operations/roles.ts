import { StartError } from "../config/start-error.ts";
/** What a process does. One process does all of it by default; several share it by `--roles`. */
export const roles = ["studio", "hosting", "worker"] as const;
export type Role = (typeof roles)[number];

/** Reads `--roles studio,hosting` from the command line; a wrong one is told by name. */
export function readRoles(args: readonly string[]): ReadonlySet<Role> {
  const at = args.findIndex((arg) => arg === "--roles" || arg.startsWith("--roles="));
  if (at === -1) return new Set(roles);
  const text = args[at]?.includes("=") ? args[at].slice("--roles=".length) : (args[at + 1] ?? "");
  const wanted = text.split(",").map((role) => role.trim());
  const wrong = wanted.filter((role) => !roles.some((known) => known === role));
  if (wrong.length > 0) {
    throw new StartError(
      `--roles: "${wrong.join(", ")}" is not a role. The roles are ${roles.join(", ")}, with commas between.`,
    );
  }
  return new Set(roles.filter((role) => wanted.includes(role)));
}
