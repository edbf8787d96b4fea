import type { TemplateLookup, TemplateUnit } from "../syntax/parsed-template.ts";
import type { TemplateProblems } from "../syntax/template-problems.ts";
import type { TemplateNode } from "../syntax/template-tree.ts";
import type { BlockNode } from "../tags/block.ts";
import type { ExtendsNode } from "../tags/extends.ts";
import { bodiesOf } from "../tags/registry.ts";
import type { BlockVersion } from "../tags/tag-type.ts";

/**
 * `{% extends %}` resolved: the root template, and for each block its versions, the most derived first. As in Django,
 * content of a child outside blocks is not shown; a warning says so.
 */
export interface Inheritance {
  readonly root: TemplateUnit;
  readonly blocks: ReadonlyMap<string, readonly BlockVersion[]>;
}

const MAX_GENERATIONS = 10;

export function resolveInheritance(
  entry: TemplateUnit,
  lookup: TemplateLookup,
  problems: TemplateProblems,
): Inheritance {
  const chain: TemplateUnit[] = [entry];
  for (let unit = entry; ; ) {
    const extended = extendsOf(unit, problems);
    if (!extended) break;
    const parent = lookup(extended.template, unit);
    if (!parent) {
      problems.add(
        unit,
        "TEMPLATE_E010",
        extended,
        `There is no template "${extended.template}".`,
        "The built-in layout is _default/base.html.",
      );
      break;
    }
    if (chain.some((other) => other.name === parent.name)) {
      problems.add(
        unit,
        "TEMPLATE_E011",
        extended,
        `The templates extend each other in a circle: ${[...chain.map((other) => other.name), parent.name].join(" → ")}.`,
      );
      break;
    }
    if (chain.length === MAX_GENERATIONS) {
      problems.add(
        unit,
        "TEMPLATE_E005",
        extended,
        `Templates extend each other over more than ${MAX_GENERATIONS} generations.`,
      );
      break;
    }
    chain.push(parent);
    unit = parent;
  }
  const blocks = new Map<string, BlockVersion[]>();
  for (const unit of chain) {
    for (const node of blocksOf(unit, problems)) {
      const version = { unit, open: node.open, body: node.body };
      const versions = blocks.get(node.name);
      if (versions) versions.push(version);
      else blocks.set(node.name, [version]);
    }
  }
  for (const [index, unit] of chain.slice(0, -1).entries()) warnOfUnseen(unit, chain.slice(index + 1), problems);
  return { root: chain.at(-1) as TemplateUnit, blocks };
}

/** `{% extends %}` counts when only blanks and notes precede it. */
function extendsOf(unit: TemplateUnit, problems: TemplateProblems): ExtendsNode | undefined {
  let found: ExtendsNode | undefined;
  let isFirst = true;
  const visit = (nodes: readonly TemplateNode[], isTop: boolean): void => {
    for (const node of nodes) {
      if (node.kind === "extends") {
        if (found)
          problems.add(
            unit,
            "TEMPLATE_E012",
            node,
            "A template extends one other, and this is the second {% extends %}.",
          );
        else if (!isTop || !isFirst)
          problems.add(unit, "TEMPLATE_E012", node, "{% extends %} stands at the very beginning of a template.");
        else found = node;
      } else if (node.kind !== "comment" && !(node.kind === "text" && node.source.trim() === "")) isFirst = false;
      for (const body of bodiesOf(node)) visit(body, false);
    }
  };
  visit(unit.parsed.tree.nodes, true);
  return found;
}

function blocksOf(unit: TemplateUnit, problems: TemplateProblems): BlockNode[] {
  const found = new Map<string, BlockNode>();
  const visit = (nodes: readonly TemplateNode[]): void => {
    for (const node of nodes) {
      if (node.kind === "block") {
        if (found.has(node.name))
          problems.add(unit, "TEMPLATE_E013", node.open, `The block "${node.name}" stands twice in this template.`);
        else found.set(node.name, node);
      }
      for (const body of bodiesOf(node)) visit(body);
    }
  };
  visit(unit.parsed.tree.nodes);
  return [...found.values()];
}

function warnOfUnseen(unit: TemplateUnit, ancestors: readonly TemplateUnit[], problems: TemplateProblems): void {
  const known = new Set<string>();
  const collect = (nodes: readonly TemplateNode[]): void => {
    for (const node of nodes) {
      if (node.kind === "block") known.add(node.name);
      for (const body of bodiesOf(node)) collect(body);
    }
  };
  for (const ancestor of ancestors) collect(ancestor.parsed.tree.nodes);
  let isTold = false;
  for (const node of unit.parsed.tree.nodes) {
    if (node.kind === "block") {
      if (!known.has(node.name)) {
        problems.add(
          unit,
          "TEMPLATE_W002",
          node.open,
          `The extended template has no block "${node.name}", so this is not shown.`,
          known.size === 0 ? undefined : `It has ${[...known].slice(0, 12).join(", ")}.`,
        );
      }
    } else if (
      !isTold &&
      node.kind !== "extends" &&
      node.kind !== "comment" &&
      !(node.kind === "text" && node.source.trim() === "")
    ) {
      isTold = true;
      problems.add(
        unit,
        "TEMPLATE_W001",
        node,
        "This stands outside the blocks of a template that extends another, so it is not shown.",
        "Put it into a block.",
      );
    }
  }
}
