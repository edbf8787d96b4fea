import * as z from "zod";
import { sql } from "../sql/sql.ts";
import { scalar } from "../value-types/value-type.ts";
import { defineFieldType } from "./field-type.ts";
import { normalIp } from "./ip-address.ts";
import { type ParsedValue, parsed, refused } from "./parsed-value.ts";
import { textOf } from "./short-text.ts";
import { showCode } from "./show-code.ts";

function readIp(input: string): ParsedValue {
  const address = normalIp(input);
  return address === undefined
    ? refused("invalid", "must be an IP address, such as 192.0.2.1 or 2001:db8::1")
    : parsed(address);
}

/** Of version 4 or 6. Its text is that of `host()`, which depends on no setting; in expressions it is text. */
export const ip = defineFieldType({
  name: "ip",
  label: "IP address",
  description: "The address of a computer in a network, of version 4 or 6.",
  options: z.strictObject({ name: z.literal("ip") }),
  initial: { name: "ip" },
  sqlType: () => "inet",
  cast: "inet",
  valueType: () => scalar("text"),
  lookups: ["exact", "in", "within", "isnull"],
  parseJson: (input) => (typeof input === "string" ? readIp(input) : refused("wrong_type", "must be text")),
  parseText: readIp,
  jsonSql: (column) => sql`host(${column})`,
  jsonSchema: () => ({ type: "string", format: "ip", maxLength: 45 }),
  can: { order: "stored", index: true, default: true, identify: true },
  display: showCode,
  example: () => "192.0.2.1",
  sample: ({ number }) => `192.0.2.${number % 256}`,
  openapi: { note: "An IPv4 or IPv6 address." },
  input: { keyboard: "text", placeholder: "192.0.2.1" },
  import: {
    recognizes: (text) => normalIp(text) !== undefined,
    plural: "IP addresses",
    widen: () => textOf(200),
  },
});
