import type { RouteRecord } from "../../definition/records/route.ts";
import { UserError } from "../../errors.ts";
import type { HostedCall } from "./hosted-call.ts";
import { PageClosed } from "./page-failure.ts";

export const noPage = () => new UserError("not_found", "There is no page under this address.");

/** Refuses callers whom the route's access does not admit. A route without access rules answers as if it did not exist. */
export function admitTo({ live, caller, facts }: HostedCall, { access }: RouteRecord): void {
  if (live.snapshot.rules.admits(access, caller, facts)) return;
  throw access === undefined ? noPage() : new PageClosed();
}
