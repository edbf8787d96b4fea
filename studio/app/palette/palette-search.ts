import type { Icon } from "@tabler/icons-react";

/** Rows that were found stand under their model. */
export type PaletteGroup =
  | "Go to"
  | "Models"
  | "Fields"
  | "Rows"
  | "Pages"
  | "Forms"
  | "Routes"
  | "Flows"
  | "Do"
  | "Apps"
  | `Rows of ${string}`;

export interface PaletteItem {
  readonly id: string;
  readonly group: PaletteGroup;
  readonly label: string;
  /** Where it belongs, in grey: the model of a field. */
  readonly of?: string;
  /** Other words that find it: its name, synonyms. */
  readonly words?: string;
  readonly icon: Icon;
  readonly keys?: string;
  readonly run: () => void;
}

const MOST = 50;

/**
 * What fits what was typed, best first, in groups; the group that holds the best comes first. Every word must be found;
 * the start of the label counts most, then the start of a word, then any place, then the grey words.
 */
export function searchPalette(items: readonly PaletteItem[], text: string): readonly PaletteItem[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return together(items.filter((item) => item.group !== "Fields")).slice(0, MOST);
  const hits = items
    .map((item, index) => ({ item, index, cost: costOf(item, words) }))
    .filter((hit) => hit.cost < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.cost - b.cost || a.index - b.index)
    .slice(0, MOST);
  const best = new Map<PaletteGroup, number>();
  for (const hit of hits) if (!best.has(hit.item.group)) best.set(hit.item.group, hit.cost * 1000 + best.size);
  return hits
    .sort(
      (a, b) => (best.get(a.item.group) ?? 0) - (best.get(b.item.group) ?? 0) || a.cost - b.cost || a.index - b.index,
    )
    .map((hit) => hit.item);
}

/** The items of one group beneath each other, the groups in the order of their first. */
function together(items: readonly PaletteItem[]): readonly PaletteItem[] {
  const groups = [...new Set(items.map((item) => item.group))];
  return groups.flatMap((group) => items.filter((item) => item.group === group));
}

function costOf(item: PaletteItem, words: readonly string[]): number {
  const label = item.label.toLowerCase();
  const others = `${item.of ?? ""} ${item.words ?? ""}`.toLowerCase();
  let cost = 0;
  for (const word of words) {
    if (label.startsWith(word)) cost += 0;
    else if (label.split(/[\s/_-]+/).some((part) => part.startsWith(word))) cost += 1;
    else if (label.includes(word)) cost += 2;
    else if (others.includes(word)) cost += 3;
    else return Number.POSITIVE_INFINITY;
  }
  return cost;
}
