import { assertNever } from "../../assert-never.ts";
import { knownFieldType } from "../../field-types/registry.ts";
import { localInstant, localText } from "../local-instant.ts";
import { attributes, inputAttributes } from "./markup.ts";
import { refusalOf } from "./refusal.ts";
import type { Widget } from "./widget.ts";

/** A day and a time by the clocks of the app's zone. A time that the clocks show twice asks which one is meant. */
export const dateTimeInput: Widget = {
  word: "dateTime",
  render(input) {
    const { field, id, value, texts, asks } = input;
    const own = attributes({ type: "datetime-local", value, step: "any" });
    const line = `<input${inputAttributes(input)}${own}>`;
    if (asks === undefined) return line;
    const turn = (number: string, label: string): string =>
      `<label class="option"><input${attributes({ type: "radio", id: `${id}-turn${number}`, name: `${field.name}.turn`, value: number, required: true })}> <span>${label}</span></label>`;
    return `${line}<span class="options">${turn("1", texts.firstTime)}${turn("2", texts.secondTime)}</span>`;
  },
  read(text, reading) {
    const { field, texts, timeZone } = reading;
    const found = localInstant(text, timeZone);
    switch (found.kind) {
      case "gap":
        return { ok: false, message: texts.gap(field.label, found.next.replace("T", " ")) };
      case "fold": {
        const turn = reading.part("turn");
        if (turn === "1") return { ok: true, value: found.first };
        if (turn === "2") return { ok: true, value: found.second };
        return { ok: false, message: texts.fold(field.label), asks: "turn" };
      }
      case "one":
      case "wrong": {
        // A full instant with its offset is read too.
        const instant = found.kind === "one" ? found.instant : text;
        const parsed = knownFieldType(field.type).parseText(instant, field.type, { choices: [] });
        return parsed.ok ? { ok: true, value: instant } : refusalOf(parsed, reading, "dateTime");
      }
      default:
        return assertNever(found);
    }
  },
  text: (value, { timeZone }) => (typeof value === "string" ? localText(value, timeZone) : ""),
};
