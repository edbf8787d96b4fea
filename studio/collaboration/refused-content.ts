import type { EditOperation } from "#engine/edits/edit";
import { propertyLabels } from "./format-value.ts";

/** What a refused edit held, for a person to copy: texts as they are, the rest as it is written. */
export function contentOf(operations: readonly EditOperation[]): string {
  return operations
    .flatMap((operation) => {
      if (operation.op === "delete") return [];
      const values: Readonly<Record<string, unknown>> =
        operation.op === "create" ? { ...operation.record } : operation.set;
      return Object.entries(values)
        .filter(([property]) => property !== "id" && property !== "kind")
        .map(
          ([property, value]) =>
            `${propertyLabels(property)}: ${typeof value === "string" ? value : JSON.stringify(value)}`,
        );
    })
    .join("\n");
}
