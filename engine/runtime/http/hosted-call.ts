import type { PageCursors } from "../execution/page-cursors.ts";
import type { RowCall } from "../execution/row-call.ts";
import type { Clock } from "../ports.ts";
import type { LiveApp } from "../releases/live-app.ts";
import type { AppRequest } from "./app-request.ts";

/** A request for an app on its way: who calls is known, and from which release it is answered. */
export interface HostedCall extends RowCall {
  readonly request: AppRequest;
  readonly clock: Clock;
  readonly cursors: PageCursors;
  /** Percent-encoded. */
  readonly path: string;
  readonly query: string;
}

/** A request of which only the release is known yet, for answers that are the same for everybody. */
export interface ReleaseCall {
  readonly live: LiveApp;
  readonly request: AppRequest;
  readonly path: string;
  /** Reads the live pointer; gives `live` itself when it is still the one. */
  look(): Promise<LiveApp | undefined>;
}
