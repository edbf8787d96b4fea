import { describe, expect, it } from "vitest";
import {
  app,
  boolean,
  date,
  dateTime,
  decimal,
  float,
  integer,
  longText,
  model,
  modelId,
  text,
} from "../../tests/builders.ts";
import { readDefinition } from "../definition/reader.ts";
import { fieldTypeNames, fieldTypes } from "../field-types/registry.ts";
import { formWords } from "../views/forms/form-words.ts";
import { deriveForm } from "./derive-form.ts";
import { formBody } from "./form-body.ts";
import type { FormPlan } from "./form-plan.ts";
import { readForm } from "./read-form.ts";
import { widgetOf } from "./widgets/registry.ts";

const definition = (settings: object = {}) => {
  const made = app(
    model(
      "thing",
      text("name", { required: true }),
      longText("story"),
      integer("amount"),
      decimal("price"),
      float("weight"),
      boolean("is_new"),
      boolean("is_paid", { required: true }),
      date("day"),
      dateTime("at"),
      text("code", { type: { name: "text", maxLength: 5 } }),
    ),
  );
  return readDefinition({ ...made, settings: { ...made.settings, ...settings } });
};

const read = (values: Readonly<Record<string, string>>, settings?: object) => {
  const reader = definition(settings);
  const plan = deriveForm(reader, modelId("thing"), "create") as FormPlan;
  return readForm(plan, formBody(Object.entries(values)), formWords(reader));
};
const outcomeOf = (name: string, typed: string, settings?: object) => {
  const { values, errors } = read({ [name]: typed }, settings);
  return errors.get(name) ?? values[name];
};

describe("a form that is read", () => {
  it("speaks only of fields that were sent, and ignores names that it does not have", () => {
    const { values, unknown } = read({
      name: "A",
      id: "7",
      _version: "3",
      created_at: "2020-01-01T00:00:00Z",
      other: "x",
    });
    expect(values).toEqual({ name: "A" });
    expect(unknown).toBe(3);
  });

  it("takes empty text for nothing, and says what is needed", () => {
    const { values, errors } = read({ name: "  ", story: "", amount: "" });
    expect(values).toEqual({ story: null, amount: null });
    expect([...errors]).toEqual([["name", "Name is needed."]]);
  });

  it("keeps what was typed, whatever it is", () => {
    const hostile = ' "><script>alert(1)</script>\u202e';
    expect(read({ amount: hostile }).typed.get("amount")).toBe(hostile);
  });

  it("reads line breaks before it counts characters", () => {
    expect(outcomeOf("story", "a\r\nb\r\n")).toBe("a\nb\n");
    expect(outcomeOf("code", "😀😀😀😀😀")).toBe("😀😀😀😀😀");
    expect(outcomeOf("code", "😀😀😀😀😀😀")).toBe("Code is too long: at most 5 characters fit.");
    expect(outcomeOf("name", "a\0b")).toBe("Name has characters that cannot be stored.");
  });

  it("reads a box that is not ticked as no where an answer is needed, and as no answer elsewhere", () => {
    expect(read({ is_paid: "", is_new: "" }).values).toEqual({ is_paid: false, is_new: null });
    expect(read({ is_paid: "true", is_new: "false" }).values).toEqual({ is_paid: true, is_new: false });
  });

  it.each([
    ["en", "1,234.50", "1234.50"],
    ["en", "1 234.5", "1234.5"],
    ["en", "1,50", "Price can be read in two ways. Write 1.50 or 150."],
    ["de", "1.234,50", "1234.50"],
    ["de", "1.234", "1234"],
    ["de", "12.5", "„Price“ lässt sich auf zwei Arten lesen. Schreiben Sie 12,5 oder 125."],
    ["de", "−3,5", "-3.5"],
    ["fr", "1\u202f234,5", "1234.5"],
    ["ar", "١٢٣٤٫٥", "1234.5"],
    ["en", "1e3", "Price must be a number."],
  ])("reads numbers as they are written in %s: %s", (locale, typed, value) => {
    expect(outcomeOf("price", typed, { locale })).toBe(value);
  });

  it.each([
    ["2026-01-31T14:30", "2026-01-31T13:30:00Z"],
    ["2026-07-31T14:30:15.25", "2026-07-31T12:30:15.25Z"],
    ["2026-03-29T02:30", "At does not exist: the clocks skip it. The next time is 2026-03-29 03:00."],
    ["2026-10-25T02:30", "At happens twice that day, when the clocks go back. Choose which one is meant."],
    ["2026-02-30T10:00", "At must be a date and a time."],
    ["tomorrow", "At must be a date and a time."],
  ])("reads times by the clocks of the app's zone: %s", (typed, value) => {
    expect(outcomeOf("at", typed, { timeZone: "Europe/Berlin" })).toBe(value);
  });

  it("asks which of two times is meant, and reads the answer", () => {
    const settings = { timeZone: "Europe/Berlin" };
    const sent = { at: "2026-10-25T02:30" };
    expect(read(sent, settings).asks.get("at")).toBe("turn");
    expect(read({ ...sent, "at.turn": "1" }, settings).values.at).toBe("2026-10-25T00:30:00Z");
    expect(read({ ...sent, "at.turn": "2" }, settings).values.at).toBe("2026-10-25T01:30:00Z");
  });
});

describe("every type of field", () => {
  const reader = readDefinition(
    app(
      model(
        "all",
        ...fieldTypeNames
          .filter((name) => name !== "relation" && name !== "choice")
          .map((name) => text(`a_${name}`, { type: fieldTypes[name].initial })),
      ),
    ),
  );
  const plan = deriveForm(reader, modelId("all"), "create") as FormPlan;
  const words = formWords(reader);

  it.each(plan.fields.map((field) => [field.type.name, field] as const))(
    "reads back what it shows: %s",
    (name, field) => {
      const type = fieldTypes[name as keyof typeof fieldTypes];
      const value = type.example(field.type as never, { choices: [] });
      expect(value).toBeDefined();
      const shown = freshText(field, value);
      const { values, errors } = readForm(plan, formBody([[field.name, shown]]), words);
      expect([...errors.values()]).toEqual([]);
      const meaning = (given: unknown) =>
        String(
          (type.parseJson(given as never, field.type as never, { choices: [] }) as { value: unknown }).value,
        ).replace(/\.0+$/, "");
      expect(meaning(values[field.name])).toBe(meaning(value));
    },
  );

  it.each(plan.fields.map((field) => [field.type.name, field] as const))(
    "refuses with a sentence what it cannot be: %s",
    (name, field) => {
      const hostile = name === "text" || name === "long_text" ? "a\0b" : "]] \0 <nothing>";
      const { errors, typed } = readForm(plan, formBody([[field.name, hostile]]), words);
      expect(errors.get(field.name)).toMatch(/\.$/);
      expect(typed.get(field.name)).toBe(hostile);
    },
  );

  const freshText = (field: FormPlan["fields"][number], value: unknown): string =>
    widgetOf(field).text(value as never, words);
});
