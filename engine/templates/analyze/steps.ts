import type { Evaluator } from "../../expressions/operation.ts";
import type { RenderMeter } from "../render/render-meter.ts";

/** Writes a part of a page. `frame` holds the values of the variables, by their slots. */
export type Run = (frame: unknown[]) => void;

/** The context in which a step is compiled. */
export interface RenderParts {
  readonly meter: RenderMeter;
  compile(steps: readonly Step[]): Run;
}

/**
 * A page as a list of steps: the output of the checker and the input of the compiler to closures. Includes, blocks and
 * layouts are inserted, adjacent texts are joined, and variables are numbered slots of a frame.
 */
export type Step =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "run"; compile(parts: RenderParts): Run };

/** Adds a step; a text is joined to a text before it. */
export function addStep(steps: Step[], step: Step): void {
  const last = steps.at(-1);
  if (step.kind === "text" && step.text === "") return;
  if (step.kind === "text" && last?.kind === "text")
    steps[steps.length - 1] = { kind: "text", text: last.text + step.text };
  else steps.push(step);
}

/** Shows a value. `write` returns text that is escaped for its position. */
export const valueStep = (read: Evaluator, write: (value: unknown) => string): Step => ({
  kind: "run",
  compile:
    ({ meter }) =>
    (frame) => {
      const value = read(frame);
      meter.chargeText(value);
      meter.out += write(value);
      meter.checkOutput();
    },
});

/** Gives a variable its value. */
export const setStep = (slot: number, value: Evaluator): Step => ({
  kind: "run",
  compile:
    ({ meter }) =>
    (frame) => {
      const result = value(frame);
      meter.chargeText(result);
      frame[slot] = result;
    },
});
