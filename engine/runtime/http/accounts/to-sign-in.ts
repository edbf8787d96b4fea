import type { AppResponse } from "../app-request.ts";
import { VARY_BY_CALLER } from "../authenticate.ts";
import type { HostedCall } from "../hosted-call.ts";
import { seeOther } from "./show-account-page.ts";

/** To the page of signing in, and from there back to what was asked for. */
export function toSignIn({ path, query, request }: HostedCall): AppResponse {
  const asked = request.method === "POST" ? path : `${path}${query === "" ? "" : `?${query}`}`;
  const next = asked === "/" ? "" : `?next=${encodeURIComponent(asked)}`;
  return seeOther(`/accounts/sign-in/${next}`, { vary: VARY_BY_CALLER });
}
