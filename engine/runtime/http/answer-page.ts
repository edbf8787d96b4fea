import { STALE } from "../execution/run-statement.ts";
import { answerFlow } from "./answer-flow.ts";
import { answerForm } from "./answer-form.ts";
import { answerRedirect } from "./answer-redirect.ts";
import type { AppResponse } from "./app-request.ts";
import type { HostedCall } from "./hosted-call.ts";
import { openPage } from "./open-page.ts";
import { loadPage, showPage } from "./show-page.ts";

/** A page at one of the app's routes. A POST is a form of the page that was sent. */
export async function answerPage(call: HostedCall): Promise<AppResponse | typeof STALE> {
  const redirect = await answerRedirect(call);
  if (redirect) return redirect;
  const answer = await answerFlow(call);
  if (answer) return answer;
  const page = openPage(call);
  if (call.request.method === "POST") return answerForm(call, page);
  const loaded = await loadPage(call, page);
  return loaded === STALE ? STALE : showPage(call, loaded);
}
