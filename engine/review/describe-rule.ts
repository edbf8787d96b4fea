import type { DefinitionReader } from "../definition/reader.ts";

/** How many callers an expression admits: 0 nobody, 3 everybody. */
export type Openness = 0 | 1 | 2 | 3;

export interface DescribedRule {
  readonly words: string;
  readonly openness: Openness;
}

/**
 * An access expression as a phrase. The presets of the studio have their own phrases; any other expression is shown
 * unchanged, because a wrong guess about who may see data would be worse.
 */
export function describeRule(reader: DefinitionReader | undefined, expression: string | undefined): DescribedRule {
  const source = expression?.trim().replace(/\s+/g, " ");
  if (source === undefined || source === "false") return { words: "Nobody but builders", openness: 0 };
  if (source === "true") return { words: "Anyone on the internet", openness: 3 };
  if (source === "user != null") return { words: "Anyone with an API key", openness: 2 };
  const group = /^user\.group == (["'])([a-z0-9_]+)\1$/.exec(source);
  if (group) {
    const label = reader?.groups.find(({ name }) => name === group[2])?.label ?? group[2];
    return { words: `API keys of the group ${label}`, openness: 1 };
  }
  return { words: `Where ${source}`, openness: 1 };
}
