import { describe, expect, it } from "vitest";
import type { LooseFieldType } from "../definition/records/field.ts";
import { type AnyFieldType, fieldTypeNames, fieldTypeOf } from "./registry.ts";

/** What every type must keep of what it says; values through Postgres: tests/definitions/field-types.integration.test.ts. */
const context = { choices: ["a", "b"] };
const reading = { dateOrder: "month_first", decimalComma: false, latestYear: 2036 } as const;
const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

describe.each(fieldTypeNames.map((name) => [name] as const))("field type %s", (name) => {
  const type = fieldTypeOf({ name }) as AnyFieldType;
  const options = type.initial;

  it("has an example and samples that it accepts itself", () => {
    const values = [1, 2, 3].map((number) => type.sample({ number, label: "Name", options, ...context }));
    const isOwn = type.name !== "relation";
    for (const value of isOwn ? [...values, type.example(options, context)] : [type.example(options, context)])
      expect(type.parseJson(value as never, options, context)).toMatchObject({ ok: true });
  });

  it("reads back the text that a cell shows", () => {
    const value = type.example(options, context) as never;
    const shown = type.toText ? type.toText(value) : text(value);
    expect(type.parseText(shown, options, context)).toEqual(type.parseJson(value, options, context));
  });

  it("starts a question with a value that it accepts", () => {
    const value = type.plainest?.(options, context.choices);
    if (value !== undefined) expect(type.parseJson(value, options, context)).toMatchObject({ ok: true });
  });

  it("reads its example from a file, and widens to an end", () => {
    if (!type.import) return;
    const given = text(type.example(options, context));
    const plain = type.import.normalize?.(given, reading) ?? given;
    expect(typeof plain === "string" ? type.parseText(plain, options, context) : plain).toMatchObject({ ok: true });
    expect(type.import.recognizes?.(given) ?? true).toBe(true);
    const seen: string[] = [];
    for (let wider: LooseFieldType | undefined = options; wider; wider = fieldTypeOf(wider)?.import?.widen(wider)) {
      expect(seen).not.toContain(JSON.stringify(wider));
      seen.push(JSON.stringify(wider));
    }
  });

  it("says no more than one of its kinds can do", () => {
    // A default is a value that somebody chose, which the engine's own fields never have.
    if (type.automatic) expect([type.can.default, type.import]).toEqual([undefined, undefined]);
    if (type.can.search) expect(type.cast).toBe("text");
    if (type.can.identify) expect(type.can.index).toBe(true);
  });
});
