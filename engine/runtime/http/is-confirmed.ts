import { UserError } from "../../errors.ts";
import { parseQuery } from "../../rest/query-string.ts";
import type { HostedCall } from "./hosted-call.ts";

const CONFIRM = "confirm";

/** `?confirm=true`: the write is done although it breaks validations that only warn. It is the only parameter of a write. */
export function isConfirmed({ query }: Pick<HostedCall, "query">): boolean {
  const { names, values } = parseQuery(query);
  const other = names.find((name) => name !== CONFIRM);
  if (other !== undefined) throw unknownForWrite(other);
  const value = values.at(-1) ?? "false";
  if (names.length > 1 || (value !== "true" && value !== "false")) {
    throw new UserError("invalid_parameter", `"${CONFIRM}" is given once, as "true" or "false".`);
  }
  return value === "true";
}

export const unknownForWrite = (name: string): UserError =>
  new UserError("unknown_parameter", `There is no parameter "${name.slice(0, 60)}" for this write.`);
