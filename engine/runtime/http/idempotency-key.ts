import { hash } from "node:crypto";
import { assertNever } from "../../assert-never.ts";
import { canonicalJson, type JsonValue } from "../../definition/json.ts";
import { UserError } from "../../errors.ts";
import type { Principal } from "../../principal.ts";
import type { Once } from "../../query/write-once.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import { header } from "./app-request.ts";
import type { HostedCall } from "./hosted-call.ts";

const NAME = "idempotency-key";
/** Printable ASCII, as a header has it. Quoted or not, it is the same key: the IETF draft quotes, most clients do not. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * The key by which a POST of one row is written once, however often it is sent. It is hashed with who sends it, the method
 * and the model, so nobody is answered with what the key of another did; undefined when none was sent.
 */
export function onceOf({ request, caller }: HostedCall, unit: ModelUnit, body: JsonValue): Once | undefined {
  const sent = header(request, NAME);
  if (sent === undefined) return undefined;
  const key = /^"(.*)"$/.exec(sent.trim())?.[1] ?? sent.trim();
  if (!KEY.test(key)) {
    throw new UserError(
      "invalid_idempotency_key",
      "An Idempotency-Key is 1 to 255 letters, digits and signs without spaces, such as a UUID.",
    );
  }
  return {
    key: sha256(canonicalJson([callerOf(caller), request.method, unit.model.id, key])),
    content: sha256(canonicalJson(body)),
  };
}

/** A header that promises what is not done must not be passed over: a client would rely on it. */
export function refuseKey({ request }: HostedCall): void {
  if (header(request, NAME) === undefined) return;
  throw new UserError(
    "idempotency_unsupported",
    "An Idempotency-Key is only for a POST of one row. Send this without it; If-Match keeps a change from being made twice.",
  );
}

/** Visitors have no name of their own, so all of them share their keys. */
function callerOf(caller: Principal): readonly [kind: Principal["kind"], id: string | number] {
  switch (caller.kind) {
    case "visitor":
      return [caller.kind, ""];
    case "key":
    case "user":
      return [caller.kind, caller.id];
    case "builder":
      return [caller.kind, caller.accountId];
    case "app":
      return [caller.kind, caller.person ?? ""];
    default:
      return assertNever(caller);
  }
}

const sha256 = (text: string): string => hash("sha256", text, "hex");
