import type { TemplateUnit } from "../syntax/parsed-template.ts";
import type { Cycle, Cycles } from "./tag-type.ts";

/** As in Django, the cycles of a template are found in the order of its source, whatever surrounds them. */
export function pageCycles(): Cycles {
  const byUnit = new Map<TemplateUnit, Cycle[]>();
  return {
    add: (unit, cycle) => void byUnit.set(unit, [...(byUnit.get(unit) ?? []), cycle]),
    find: (unit, name) => byUnit.get(unit)?.findLast((cycle) => name === undefined || cycle.name === name),
  };
}
