import { nullType } from "../../value-types/value-type.ts";
import type { Variables } from "../analyze/analyze-expression.ts";
import { addStep, setStep } from "../analyze/steps.ts";
import type { Binding } from "../syntax/template-tree.ts";
import type { TagAnalysis } from "./tag-type.ts";

/**
 * The bindings `name=value other=value` of `{% with %}` and `{% include %}`, added to the names in `base`. Each value
 * is computed with the names from before the tag, as in Django.
 */
export function bindNames(
  bindings: readonly Binding[],
  base: Variables,
  { around, page, steps }: TagAnalysis,
): Variables {
  const variables = new Map(base);
  for (const { name, value } of bindings) {
    const analyzed = page.expression(value, around, "bind");
    const slot = page.newSlot();
    variables.set(name, {
      type: analyzed?.type ?? nullType,
      ...(analyzed ? {} : { isUnknown: true }),
      slot,
      ...(analyzed?.origin ? { origin: analyzed.origin } : {}),
      ...(analyzed ? { fields: analyzed.fields } : {}),
    });
    if (analyzed) addStep(steps, setStep(slot, analyzed.read));
  }
  return variables;
}

/** Before its equals sign a word is a new name, for which nothing can be suggested. */
export const isGivingName = (before: string): boolean =>
  /(?:^|\s)\w*$/.test(before) &&
  !/[=|.(,]\s*\w*$/.test(before) &&
  !/[-+*/%<>=!]\s*\w*$|\b(?:and|or|not|in)\s+\w*$/.test(before);
