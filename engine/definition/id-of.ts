import * as z from "zod";

export const ID_BODY = /^[a-z0-9]{12,20}$/;

/** A zod schema for the ids of one prefix: `idOf("mdl")` accepts `mdl_3k9x…`. */
export const idOf = <Prefix extends string>(prefix: Prefix) => {
  const isId = (value: unknown): boolean =>
    typeof value === "string" && value.startsWith(`${prefix}_`) && ID_BODY.test(value.slice(prefix.length + 1));
  const schema = z
    .custom<`${Prefix}_${string}`>(isId, { message: `must be an id that begins with ${prefix}_` })
    // What the published JSON Schema says, which cannot look into a function.
    .meta({ type: "string", pattern: `^${prefix}_[a-z0-9]{12,20}$` });
  return Object.assign(schema, { prefix });
};
