import { bodiesOf } from "../../templates/inheritance.ts";
import type { TemplateNode } from "../../templates/template-tree.ts";
import { type TemplateUnit, templateUnit } from "../../templates/template-unit.ts";
import { BASE_TEMPLATE } from "../view-templates.ts";
import type { AssistContext, EditedText } from "./names-at.ts";

/** The blocks of the layouts that a template extends, without those that it fills already. */
export function blocksToFill(
  context: AssistContext,
  { id, source, standsInFor }: EditedText,
): readonly { readonly name: string; readonly by: string }[] {
  const unit = templateUnit("", source, id);
  const filled = new Set(blockNames(unit.parsed.tree.nodes));
  const found = new Map<string, string>();
  const seen = new Set<string>();
  for (let parent = parentOf(context, unit, id, standsInFor); parent && !seen.has(parent.name); ) {
    seen.add(parent.name);
    for (const name of blockNames(parent.parsed.tree.nodes)) if (!filled.has(name)) found.set(name, parent.name);
    parent = parentOf(context, parent, id, standsInFor);
  }
  return [...found].map(([name, by]) => ({ name, by }));
}

function parentOf(
  { templates, graph, reader }: AssistContext,
  unit: TemplateUnit,
  id: EditedText["id"],
  standsInFor: EditedText["standsInFor"],
): TemplateUnit | undefined {
  const name = extendedName(unit.parsed.tree.nodes);
  if (name === undefined) return undefined;
  const route = graph.pagesOf(id)[0] ?? reader.routes.find((one) => one.id === standsInFor);
  if (route) return templates.lookup(route)(name);
  return templates.byName(name) ?? (name === BASE_TEMPLATE ? templateUnit(name, templates.baseSource) : undefined);
}

const extendedName = (nodes: readonly TemplateNode[]): string | undefined =>
  nodes.find((node) => node.kind === "extends")?.template;

export const blockNames = (nodes: readonly TemplateNode[]): readonly string[] =>
  nodes.flatMap((node) => [
    ...(node.kind === "block" ? [node.name] : []),
    ...bodiesOf(node).flatMap((body) => blockNames(body)),
  ]);
