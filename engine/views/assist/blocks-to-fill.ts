import type { TemplateUnit } from "../../templates/syntax/parsed-template.ts";
import type { TemplateNode } from "../../templates/syntax/template-tree.ts";
import { templateUnit } from "../../templates/syntax/template-unit.ts";
import { bodiesOf } from "../../templates/tags/registry.ts";
import { BASE_TEMPLATE } from "../view-templates.ts";
import { type AssistContext, type EditedText, entriesOf } from "./names-at.ts";

/** The blocks of the layouts that a template extends, except those that it fills already. */
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

/** The built-in layout above a template that has this block, if there is one: such a block keeps its name. */
export function builtInBlockOf(
  context: AssistContext,
  { id, source, standsInFor }: EditedText,
  name: string,
): string | undefined {
  const seen = new Set<string>();
  for (
    let unit = parentOf(context, templateUnit("", source, id), id, standsInFor);
    unit && !seen.has(unit.name);
    unit = parentOf(context, unit, id, standsInFor)
  ) {
    seen.add(unit.name);
    if (unit.recordId === undefined && blockNames(unit.parsed.tree.nodes).includes(name)) return unit.name;
  }
  return undefined;
}

function parentOf(
  context: AssistContext,
  unit: TemplateUnit,
  id: EditedText["id"],
  standsInFor: EditedText["standsInFor"],
): TemplateUnit | undefined {
  const name = extendedName(unit.parsed.tree.nodes);
  if (name === undefined) return undefined;
  const [entry] = entriesOf(context, { id, standsInFor });
  if (entry) return entry.lookup(name);
  const { templates } = context;
  return templates.byName(name) ?? (name === BASE_TEMPLATE ? templateUnit(name, templates.baseSource) : undefined);
}

const extendedName = (nodes: readonly TemplateNode[]): string | undefined =>
  nodes.find((node) => node.kind === "extends")?.template;

const blockNames = (nodes: readonly TemplateNode[]): readonly string[] =>
  nodes.flatMap((node) => [
    ...(node.kind === "block" ? [node.name] : []),
    ...bodiesOf(node).flatMap((body) => blockNames(body)),
  ]);
