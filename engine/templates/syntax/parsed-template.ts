import type { TemplateId } from "../../definition/ids.ts";
import type { TemplateProblem } from "./template-problem.ts";
import type { TemplateTree } from "./template-tree.ts";

export interface ParsedTemplate {
  readonly tree: TemplateTree;
  readonly problems: readonly TemplateProblem[];
}

/** A template by name, parsed once. A built-in one has no record. */
export interface TemplateUnit {
  readonly name: string;
  readonly recordId?: TemplateId;
  readonly source: string;
  readonly parsed: ParsedTemplate;
}

/** A template by its name. `from`: the template that extends it, where that decides which one is meant. */
export type TemplateLookup = (name: string, from?: TemplateUnit) => TemplateUnit | undefined;
