import { hash } from "node:crypto";
import { matchesTag } from "../../rest/negotiate.ts";
import { type AppRequest, type AppResponse, header } from "./app-request.ts";

/**
 * A page with the hash of its body as its tag, or 304 when the client has that body already. The page was made either
 * way: this saves bytes, not the statement. The tag is a weak one, since the same page may be sent compressed.
 */
export function conditionalPage(request: AppRequest, page: AppResponse & { readonly body: string }): AppResponse {
  const tag = `"${hash("sha256", page.body, "base64url").slice(0, 22)}"`;
  const { headers } = page;
  headers.etag = `W/${tag}`;
  const known = header(request, "if-none-match");
  if (known === undefined || !matchesTag(known, tag)) return page;
  const { "content-type": _, ...kept } = headers;
  return { status: 304, headers: kept, body: undefined };
}
