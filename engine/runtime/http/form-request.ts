import { isUtf8 } from "node:buffer";
import { UserError } from "../../errors.ts";
import { type FormBody, formBody } from "../../forms/form-body.ts";
import { mediaType } from "../../rest/negotiate.ts";
import { type AppRequest, header } from "./app-request.ts";

const MAX_BYTES = 1_000_000;
const URLENCODED = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data";

/** The body of a sent form: 415 for another type, 413 over 1 MB, 400 for what cannot be read. */
export async function formRequest(request: AppRequest): Promise<FormBody> {
  const type = mediaType(header(request, "content-type"));
  if (type !== URLENCODED && type !== MULTIPART)
    throw new UserError("unsupported_media_type", `A form is sent as ${URLENCODED} or ${MULTIPART}.`, {
      headers: { "accept-post": `${URLENCODED}, ${MULTIPART}` },
    });
  const bytes = await request.body(MAX_BYTES);
  return type === URLENCODED ? urlencoded(bytes) : await multipart(bytes, header(request, "content-type") ?? "");
}

const unreadable = () => new UserError("bad_request", "The form that was sent cannot be read.");

function urlencoded(bytes: Uint8Array): FormBody {
  if (!isUtf8(bytes)) throw unreadable();
  const pairs: (readonly [string, string])[] = [];
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  for (const part of text.split("&")) {
    if (part === "") continue;
    const at = part.indexOf("=");
    const [name, value] = at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
    pairs.push([decoded(name), decoded(value)]);
  }
  return formBody(pairs);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw unreadable();
  }
}

/** Parts that are files are left out: fields of files come later. */
async function multipart(bytes: Uint8Array, contentType: string): Promise<FormBody> {
  let data: FormData;
  try {
    data = await new Response(Buffer.from(bytes), { headers: { "content-type": contentType } }).formData();
  } catch {
    throw unreadable();
  }
  return formBody([...data].flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : [])));
}
