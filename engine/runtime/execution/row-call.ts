import type { CallerClass } from "../../access/caller-classes.ts";
import type { Principal, RequestFacts } from "../../principal.ts";
import type { EntryPoint } from "../../rest/resource.ts";
import type { RowStatements } from "../data/row-access.ts";
import type { LiveApp } from "../releases/live-app.ts";

/**
 * The context of every read and write of rows: the caller, the release, and where the rows are. A REST request, a page,
 * the studio's grid and a preview are each such a call; none of them is an HTTP request to this folder.
 */
export interface RowCall {
  readonly live: LiveApp;
  readonly data: RowStatements;
  readonly caller: Principal;
  /** The class of callers whose statements run for this caller. */
  readonly who: CallerClass;
  /** The entry point of the caller: it decides which models are served. */
  readonly entry: EntryPoint;
  readonly facts: RequestFacts;
  /** Reads the live pointer; returns `live` itself when it is still current. */
  look(): Promise<LiveApp | undefined>;
}
