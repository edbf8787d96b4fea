import type { CallerClass } from "../../access/compile-rules.ts";
import type { Principal, RequestFacts } from "../../principal.ts";
import type { EntryPoint } from "../../rest/resource.ts";
import type { RowStatements } from "../data/row-access.ts";
import type { LiveApp } from "../releases/live-app.ts";

/**
 * What every read and write of rows needs to know: who does it, from which release, and where the rows are. A REST
 * request, a page, the studio's grid and a preview are each such a call; none of them is an HTTP request to this folder.
 */
export interface RowCall {
  readonly live: LiveApp;
  readonly data: RowStatements;
  readonly caller: Principal;
  /** Whose statements run for this caller. */
  readonly who: CallerClass;
  /** Where the caller comes in: it decides which models are served. */
  readonly entry: EntryPoint;
  readonly facts: RequestFacts;
  /** Reads the live pointer; gives `live` itself when it is still the one. */
  look(): Promise<LiveApp | undefined>;
}
