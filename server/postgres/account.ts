import { readFileSync } from "node:fs";
import { StartError } from "../config/start-error.ts";

/** The account that runs Postgres. Absent: our own, since we are not root. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * `initdb` and `postgres` refuse uid 0. Root can start them as any ordinary account by spawn's own options; it must be
 * listed in the passwd file, or initdb ends with "could not look up effective user ID".
 */
export function accountForPostgres(uid: number | undefined, passwd: () => string = readPasswd): Account | undefined {
  if (uid !== 0) return undefined;
  const accounts = new Map<string, Account>();
  for (const line of passwd().split("\n")) {
    const [name = "", , uidText = "", gidText = ""] = line.split(":");
    if (Number(uidText) > 0) accounts.set(name, { name, uid: Number(uidText), gid: Number(gidText) });
  }
  const account = accounts.get("postgres") ?? accounts.get("nobody");
  if (account) return account;
  throw new StartError(
    "Postgres does not run as root, and this system has neither an account “postgres” nor “nobody”. Start Quintet as an ordinary user, or set DATABASE_URL.",
  );
}

const readPasswd = (): string => readFileSync("/etc/passwd", "utf8");
