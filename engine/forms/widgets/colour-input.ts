import type { FormField } from "../form-plan.ts";
import { textWidget } from "./text-input.ts";
import type { Widget } from "./widget.ts";

const picker = textWidget({ word: "colour", type: "color" });
const line = textWidget({ word: "colour" });

/** The browser's picker always sends a colour, so a field that may stay empty has a line of text. */
const widgetOf = ({ required }: FormField): Widget => (required ? picker : line);

export const colourInput: Widget = {
  ...line,
  render: (input) => widgetOf(input.field).render(input),
};
