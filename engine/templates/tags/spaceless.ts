import { addStep, type Step } from "../analyze/steps.ts";
import type { Span, TemplateNode, TemplateTag } from "../syntax/template-tree.ts";
import { openAndClose, type TagType } from "./tag-type.ts";

export interface SpacelessNode extends Span {
  readonly kind: "spaceless";
  readonly open: TemplateTag;
  readonly body: readonly TemplateNode[];
  readonly close?: TemplateTag;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    spaceless: SpacelessNode;
  }
}

export const spacelessTag: TagType<SpacelessNode> = {
  name: "spaceless",
  form: "block",
  summary: "Removes blanks and line breaks between the tags of its inside; text keeps its own.",
  example: "{% spaceless %} … {% endspaceless %}",
  snippet: "{% spaceless %}\n  #{}\n{% endspaceless %}",
  parse: (tag, reader) => {
    const body: TemplateNode[] = [];
    reader.open({
      tag,
      body,
      finish: (close, end): SpacelessNode => ({
        kind: "spaceless",
        open: tag,
        body,
        ...(close ? { close } : {}),
        start: tag.start,
        end,
      }),
    });
  },
  pieces: openAndClose,
  analyze: (node, { around, page, steps }) => {
    const { unit } = around;
    if (page.position.html.state !== "text")
      page.problem(unit, "TEMPLATE_E003", node.open, "{% spaceless %} stands between tags, not inside one.");
    const start = page.position.beginBranch(node.open, unit);
    const body: Step[] = [];
    page.walk(node.body, { ...around, depth: around.depth + 1 }, body);
    page.position.endBranches({ start, ends: [page.position.html], at: node.open, what: "{% spaceless %}", unit });
    addStep(steps, {
      kind: "run",
      compile: ({ meter, compile }) => {
        const write = compile(body);
        return (frame) => {
          const text = meter.capture(() => write(frame));
          meter.chargeText(text);
          meter.out += text.trim().replace(/>\s+</g, "><");
          meter.checkOutput();
        };
      },
    });
  },
};
