import type { Evaluator } from "../../expressions/operation.ts";

/**
 * A page as a list of things to do: what the checker makes of a template and what the closures are made of. Includes,
 * blocks and layouts are gone, text beside text is one text, and variables are numbered slots of a frame.
 */
export type Step =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "value";
      readonly read: Evaluator /** Gives text that is escaped for its place. */;
      readonly write: (value: unknown) => string;
    }
  | {
      readonly kind: "link";
      readonly values: readonly Evaluator[];
      readonly write: (values: readonly unknown[]) => string;
    }
  | { readonly kind: "set"; readonly slot: number; readonly value: Evaluator }
  | {
      readonly kind: "for";
      readonly list: Evaluator;
      readonly slot: number;
      /** Where `forloop` goes, when the body asks for it. */
      readonly loopSlot: number | undefined;
      readonly outerLoopSlot: number | undefined;
      readonly body: readonly Step[];
      readonly empty: readonly Step[];
    }
  | { readonly kind: "if"; readonly branches: readonly IfStep[]; readonly otherwise: readonly Step[] };

export interface IfStep {
  /** Gives true or false, by Django's truth. */
  readonly test: Evaluator;
  readonly body: readonly Step[];
}

/** Adds a step; text joins the text before it. */
export function addStep(steps: Step[], step: Step): void {
  const last = steps.at(-1);
  if (step.kind === "text" && step.text === "") return;
  if (step.kind === "text" && last?.kind === "text")
    steps[steps.length - 1] = { kind: "text", text: last.text + step.text };
  else steps.push(step);
}
