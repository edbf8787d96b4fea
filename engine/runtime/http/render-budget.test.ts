import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../templates/render/compile-template.ts";
import { renderBudget } from "./render-budget.ts";

/** A budget after so much time by each clock. */
function after(passed: { readonly clock: number; readonly processor?: number }): boolean {
  let [clock, processor] = [1_000, 70];
  const { processor: used } = passed;
  const budget = renderBudget({
    now: () => new Date(0),
    monotonic: () => clock,
    ...(used === undefined ? {} : { processorTime: () => processor }),
  });
  clock += passed.clock;
  processor += used ?? 0;
  return budget.now() > budget.deadline;
}

describe("the time of a page", () => {
  const over = DEFAULT_LIMITS.milliseconds + 1;

  it.each([
    ["is over when the page has used it", { clock: over, processor: over }, true],
    ["is not over when other programs have used it", { clock: 60_000, processor: 5 }, false],
    ["is not over when other threads have used it", { clock: 5, processor: over }, false],
    ["goes by the clock where the processor is not asked", { clock: over }, true],
  ])("%s", (_title, passed, isOver) => {
    expect(after(passed)).toBe(isOver);
  });
});
