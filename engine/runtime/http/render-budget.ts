import { DEFAULT_LIMITS } from "../../templates/render/compile-template.ts";
import type { RenderBudget } from "../../templates/render/render-meter.ts";
import type { Clock } from "../ports.ts";

/**
 * What a page may cost, from now on. Its time is that of the clock or of the processor, whichever is less: a page is not
 * refused because other programs keep the machine busy.
 */
export function renderBudget({ monotonic, processorTime = monotonic }: Clock): RenderBudget {
  const [startedAt, usedBefore] = [monotonic(), processorTime()];
  return {
    ...DEFAULT_LIMITS,
    now: () => Math.min(monotonic() - startedAt, processorTime() - usedBefore),
    deadline: DEFAULT_LIMITS.milliseconds,
  };
}
