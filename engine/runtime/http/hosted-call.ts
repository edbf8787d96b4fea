import type { RowAccess } from "../data/row-access.ts";
import type { PageCursors } from "../execution/page-cursors.ts";
import type { RowCall } from "../execution/row-call.ts";
import type { FormPorts } from "../forms/form-ports.ts";
import type { MailPorts } from "../mail/mail-ports.ts";
import type { Clock } from "../ports.ts";
import type { LiveApp } from "../releases/live-app.ts";
import type { AppRequest } from "./app-request.ts";
import type { CookieRules } from "./session-cookie.ts";

/** A request for an app whose caller and release are known. */
export interface HostedCall extends RowCall {
  readonly data: RowAccess;
  readonly request: AppRequest;
  readonly clock: Clock;
  readonly cursors: PageCursors;
  readonly forms: FormPorts;
  readonly mail: MailPorts;
  readonly cookies: CookieRules;
  /** Percent-encoded. */
  readonly path: string;
  readonly query: string;
}

/** A request of which only the release is known, for answers that are the same for all callers. */
export interface ReleaseCall {
  readonly live: LiveApp;
  readonly request: AppRequest;
  readonly path: string;
  /** Reads the live pointer; returns `live` itself when it is still current. */
  look(): Promise<LiveApp | undefined>;
}
