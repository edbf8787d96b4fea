import { isUtf8 } from "node:buffer";
import type { JsonValue } from "../../definition/json.ts";
import { UserError } from "../../errors.ts";
import { mediaType } from "../../rest/negotiate.ts";
import { parseJson } from "../../rest/parse-json.ts";
import { type AppRequest, header } from "./app-request.ts";

const JSON_TYPES = new Set(["application/json", "application/merge-patch+json"]);

/** For a body with values. Files are not sent in such a body. */
const MAX_JSON_BYTES = 1_000_000;

/** The body as JSON; 415 for another type, 400 for invalid JSON. */
export async function jsonBody(request: AppRequest): Promise<JsonValue> {
  const type = mediaType(header(request, "content-type"));
  if (!JSON_TYPES.has(type)) {
    throw new UserError("unsupported_media_type", "Send the values as application/json.", {
      headers: { "accept-post": "application/json", "accept-patch": "application/merge-patch+json, application/json" },
    });
  }
  const body = await request.body(MAX_JSON_BYTES);
  if (body.byteLength === 0) throw new UserError("invalid_json", "The body is empty.");
  return parseJson(decodeUtf8(body));
}

function decodeUtf8(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new UserError("invalid_json", "The body is not UTF-8.");
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}
