import type { RowCall } from "./row-call.ts";
import { runRead, STALE } from "./run-statement.ts";

/**
 * Before an answer that needs no rows: checks that the release and the caller's rights are still current. A caller with
 * credentials is never answered without the guard, so a revoked key is refused at its next request; for visitors it is
 * enough that the pointer was read a moment ago.
 */
export async function confirmRelease(
  call: Pick<RowCall, "live" | "data" | "caller" | "facts">,
): Promise<typeof STALE | undefined> {
  if (call.caller.kind === "visitor" && call.live.pointer.isFresh) return undefined;
  const { plain, ofSession } = call.live.snapshot.guards;
  return (await runRead(call, call.caller.kind === "user" ? ofSession : plain, {})) === STALE ? STALE : undefined;
}
