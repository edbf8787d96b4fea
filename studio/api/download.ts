import { type CallParts, type LooseParts, pathOf } from "#contract/call";
import type { Endpoint } from "#contract/endpoint";
import { getConfirmation } from "#contract/http/account";
import { isSensitive } from "#contract/permissions";
import { call, notConfirmed } from "./client.ts";
import { askForConfirmation } from "./confirmation.ts";

/** The browser may begin a moment later than we ask. */
const MARGIN_SECONDS = 60;

/**
 * Lets the browser download what an endpoint answers, as a link would: to the disk as it comes, whatever its size. An
 * answer that it saves cannot open a dialog, so for what is sensitive the question comes first.
 */
export async function download<E extends Endpoint>(endpoint: E, parts: CallParts<E>): Promise<void> {
  if (endpoint.action !== undefined && isSensitive(endpoint.action)) {
    const { secondsLeft } = await call(getConfirmation, {});
    if (secondsLeft < MARGIN_SECONDS && !(await askForConfirmation())) throw notConfirmed();
  }
  const { params, query } = parts as LooseParts;
  const link = document.createElement("a");
  link.href = pathOf(endpoint, { params, query });
  link.download = "";
  link.click();
}
