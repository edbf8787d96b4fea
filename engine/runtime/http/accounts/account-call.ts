import type { FormBody } from "../../../forms/form-body.ts";
import type { AccountPlace } from "../../accounts/account-place.ts";
import type { STALE } from "../../execution/run-statement.ts";
import type { AppResponse } from "../app-request.ts";
import type { HostedCall } from "../hosted-call.ts";

export interface AccountCall extends HostedCall {
  readonly place: AccountPlace;
  /** What follows the page's name in the address: the secret of a link. */
  readonly rest: string;
  /** Whether a program asks, by the address for programs (`/api/auth/…`). */
  readonly isJson: boolean;
}

/** One page of accounts. `sent` is the form, undefined when the page is only asked for. */
export type AccountView = (call: AccountCall, sent: FormBody | undefined) => Promise<AppResponse | typeof STALE>;
