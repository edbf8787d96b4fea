import type { AppDefinition } from "../definition/app-definition.ts";
import type { RecordId } from "../definition/ids.ts";
import { factsOfId } from "../kinds/facts-of.ts";
import { type EditOperation, type EditTargetId, SETTINGS_ID } from "./edit.ts";

/** One long text of a definition. */
export interface TextPlace {
  readonly recordId: EditTargetId;
  readonly property: string;
}

/**
 * Texts so long that losing one to a later writer would lose work. They are compared before they are set, and merged by
 * lines; other properties are values, of which the last one wins (docs/mechanics.md, 6).
 */
export const isLongText = (id: EditTargetId, property: string): boolean =>
  factsOfId(id)?.longTexts.includes(property) ?? false;

export const textKey = ({ recordId, property }: TextPlace): string => `${recordId} ${property}`;

/** What the text says; undefined when its record is not there. */
export function textAt(definition: AppDefinition, { recordId, property }: TextPlace): string | undefined {
  const record = recordId === SETTINGS_ID ? definition.settings : definition.records[recordId as RecordId];
  const value = (record as unknown as Readonly<Record<string, unknown>> | undefined)?.[property];
  return typeof value === "string" ? value : undefined;
}

/** The long texts that a batch sets, each once. */
export function longTextsOf(operations: readonly EditOperation[]): readonly TextPlace[] {
  const places = new Map<string, TextPlace>();
  for (const operation of operations) {
    if (operation.op !== "update") continue;
    for (const property of Object.keys(operation.set)) {
      if (!isLongText(operation.id, property)) continue;
      const place = { recordId: operation.id, property };
      places.set(textKey(place), place);
    }
  }
  return [...places.values()];
}
