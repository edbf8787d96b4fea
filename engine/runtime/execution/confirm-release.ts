import type { RowCall } from "./row-call.ts";
import { runRead, STALE } from "./run-statement.ts";

/**
 * Before an answer that needs no rows: makes sure that the release, and the rights by which the caller was judged, still
 * hold. Whoever has credentials is never answered without the guard, so a revoked key is refused at its next request;
 * for visitors it is enough that the pointer was seen a moment ago.
 */
export async function confirmRelease(
  call: Pick<RowCall, "live" | "data" | "caller" | "facts">,
): Promise<typeof STALE | undefined> {
  if (call.caller.kind === "visitor" && call.live.pointer.isFresh) return undefined;
  return (await runRead(call, call.live.snapshot.guard, {})) === STALE ? STALE : undefined;
}
