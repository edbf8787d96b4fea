import { expect, it } from "vitest";
import * as z from "zod";
import { endpoints } from "#contract/endpoints";
import { clientEventSchemas } from "#contract/socket/events";
import { issueSentence } from "#engine/definition/issue-text";
import { invalidBody } from "../problems/problem.ts";

/** Every standard text of zod begins with one of these. */
const STANDARD =
  /Invalid (?:input|option|string|number|key|value|discriminator|email|URL|UUID|ISO|base64|IP)|Too (?:small|big)|Unrecognized key|expected .* received/i;

const WRONG: readonly unknown[] = [
  undefined,
  null,
  true,
  -1,
  1.5,
  1e300,
  Number.NaN,
  "",
  "wrong",
  "x".repeat(300_000),
  [],
  ["wrong"],
  [null],
  {},
  { unknown: 1 },
];

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
}

/** Values of a schema's form, each of which is wrong in one place. */
function wrongOf(schema: JsonSchema, depth = 0): unknown[] {
  if (depth > 4) return [...WRONG];
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((one) => wrongOf(one, depth + 1));
  const names = Object.entries(schema.properties ?? {});
  const inside = names.flatMap(([name, inner]) =>
    wrongOf(inner, depth + 1).map((value) => ({
      ...Object.fromEntries(names.map(([other, one]) => [other, one.const ?? one.enum?.[0] ?? "wrong"])),
      [name]: value,
    })),
  );
  const items = schema.items ? wrongOf(schema.items, depth + 1).map((value) => [value]) : [];
  return [...WRONG, ...alternatives, ...inside, ...items].slice(0, 400);
}

function refusals(schema: z.ZodType): string[] {
  const description = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  return wrongOf(description).flatMap((value) => {
    const parsed = schema.safeParse(value, { error: issueSentence });
    if (parsed.success) return [];
    const { message, errors } = invalidBody(parsed.error.issues);
    return [message, ...(errors ?? []).map((error) => error.message)];
  });
}

it.each(endpoints.map((endpoint) => [endpoint.name, endpoint] as const))(
  "%s refuses wrong values in sentences of our own",
  (_name, { params, query, body }) => {
    const sentences = new Set([params, query, body].flatMap(refusals));
    expect([...sentences].filter((sentence) => STANDARD.test(sentence) || sentence.trim() === "")).toEqual([]);
  },
);

it.each(Object.entries(clientEventSchemas))(
  "the event %s refuses wrong values in sentences of our own",
  (_name, schema) => {
    expect([...new Set(refusals(schema))].filter((sentence) => STANDARD.test(sentence))).toEqual([]);
  },
);

const said = (schema: z.ZodType, value: unknown): string | undefined =>
  schema.safeParse(value, { error: issueSentence }).error?.issues[0]?.message;

it.each<[z.ZodType, unknown, string]>([
  [z.strictObject({ version: z.int() }), {}, '"version" is missing; it must be a whole number.'],
  [z.strictObject({ version: z.int() }), { version: "1" }, '"version" must be a whole number, but is the text "1".'],
  [z.strictObject({ version: z.int() }), { version: 1.5 }, '"version" must be a whole number, but is the number 1.5.'],
  [z.strictObject({ limit: z.coerce.number() }), { limit: "ten" }, '"limit" must be a number, but is no number.'],
  [z.strictObject({ limit: z.number().max(50) }), { limit: 90 }, '"limit" must be at most 50, but is 90.'],
  [z.strictObject({ name: z.string().min(1) }), { name: "" }, '"name" must not be empty.'],
  [z.strictObject({ name: z.string().max(2) }), { name: "abc" }, '"name" must have at most 2 characters, but has 3.'],
  [z.strictObject({ ids: z.array(z.int()).min(2) }), { ids: [1] }, '"ids" must have at least 2 items, but has 1.'],
  [
    z.strictObject({ role: z.enum(["owner", "viewer"]) }),
    { role: "x" },
    '"role" must be "owner" or "viewer", but is the text "x".',
  ],
  [z.strictObject({ on: z.literal(true) }), {}, '"on" is missing; it must be true.'],
  [z.strictObject({ step: z.number().multipleOf(5) }), { step: 3 }, '"step" must be a multiple of 5, but is 3.'],
  [z.strictObject({ at: z.iso.datetime() }), { at: "x" }, '"at" must be a date and time such as 2026-01-31T14:30:00Z.'],
  [z.strictObject({ id: z.uuid() }), { id: "x" }, '"id" must be a UUID.'],
  [z.strictObject({ key: z.string().startsWith("qk_") }), { key: "x" }, '"key" must begin with "qk_".'],
  [
    z.strictObject({ id: z.union([z.int(), z.string()]) }),
    { id: [] },
    '"id" must be a number or a text, but is a list.',
  ],
  [
    z.strictObject({ id: z.union([z.int(), z.object({ a: z.int() })]) }),
    { id: { a: "x" } },
    '"id.a" must be a number, but is the text "x".',
  ],
  [
    z.discriminatedUnion("kind", [z.object({ kind: z.literal("a") }), z.object({ kind: z.literal("b") })]),
    { kind: "c" },
    '"kind" must be "a" or "b".',
  ],
  [z.record(z.string().max(1), z.int()), { ab: 1 }, '"ab" has a key that is not accepted.'],
  [z.strictObject({ a: z.int() }), [], "The value must be an object, but is a list."],
])("names the field, what is wrong and what is expected: %#", (schema, value, sentence) => {
  expect(said(schema, value)).toBe(sentence);
});
