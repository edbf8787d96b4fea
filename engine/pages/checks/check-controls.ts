import type { PageCheck } from "./page-check.ts";
import { attribute, outward, type RenderedElement, wordsOf } from "./rendered-element.ts";

const CONTROLS = new Set(["input", "select", "textarea"]);
/** Inputs that are not filled in, or whose words are their own. */
const OTHERS = new Set(["hidden", "submit", "button", "reset", "image"]);

export const checkControls: PageCheck = (elements) => {
  const labelled = new Set(
    elements.filter(({ node }) => node.name === "label").flatMap((label) => attribute(label, "for") ?? []),
  );
  return elements
    .filter(({ node }) => CONTROLS.has(node.name))
    .filter((control) => !OTHERS.has((attribute(control, "type") ?? "").toLowerCase()) && !hasLabel(control, labelled))
    .map(({ mark }) => ({
      code: "PAGE_W005" as const,
      message: "This control has no label, so nobody can say what to fill in.",
      hint: 'Put a label around it, or write <label for="…"> with its id.',
      mark,
    }));
};

function hasLabel(control: RenderedElement, labelled: ReadonlySet<string>): boolean {
  const named = ["aria-label", "aria-labelledby", "title"].some(
    (name) => (attribute(control, name) ?? "").trim() !== "",
  );
  if (named || labelled.has(attribute(control, "id") ?? "\0")) return true;
  return [...outward(control)].some((one) => one.node.name === "label" && wordsOf(one) !== "");
}
