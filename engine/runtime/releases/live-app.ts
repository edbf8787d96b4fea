import type { AppSnapshot } from "../../snapshot/app-snapshot.ts";
import type { KnownCallers } from "./known-callers.ts";
import type { PointerAge } from "./pointer-age.ts";

/**
 * The state from which a process serves an app, as one immutable value: a request reads it once and uses it to the end,
 * and a new release replaces it by one assignment. `release` and `access` are the guard's two numbers as Postgres
 * prints them, so that a request compares texts.
 */
export interface LiveApp {
  readonly appId: string;
  readonly environment: string;
  readonly roleName: string;
  readonly release: string;
  readonly access: string;
  readonly snapshot: AppSnapshot;
  readonly pointer: PointerAge;
  /**
   * Callers by the hash of their key or session. Belongs to this access version: when a key is made or revoked, the version grows
   * and this is a new one.
   */
  readonly callers: KnownCallers;
}
