import { addStep } from "../analyze/steps.ts";
import type { Span } from "../syntax/template-tree.ts";
import type { TagType } from "./tag-type.ts";

export interface ResetCycleNode extends Span {
  readonly kind: "resetcycle";
  readonly source: string;
  /** Absent: the last cycle before it in the template. */
  readonly name?: string;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    resetcycle: ResetCycleNode;
  }
}

export const resetcycleTag: TagType<ResetCycleNode> = {
  name: "resetcycle",
  form: "inline",
  summary: "The cycle before it, or the one that it names, begins again.",
  example: "{% resetcycle %}",
  snippet: "{% resetcycle %}",
  parse: ({ source, start, end, rest }, reader) =>
    reader.add({ kind: "resetcycle", source, ...(rest.source ? { name: rest.source } : {}), start, end }),
  analyze: (node, { around, page, steps }) => {
    const cycle = page.cycles.find(around.unit, node.name);
    if (!cycle) {
      const message = node.name ? `There is no cycle "${node.name}" before it.` : "There is no {% cycle %} before it.";
      page.problem(around.unit, "TEMPLATE_E003", node, message);
      return;
    }
    addStep(steps, {
      kind: "run",
      compile:
        ({ meter }) =>
        (frame) => {
          meter.charge(1);
          frame[cycle.slot] = null;
        },
    });
  },
};
