import type { RecordId } from "../definition/ids.ts";
import { ownerOf } from "../kinds/ownership.ts";
import type { DefinitionDiff } from "./diff-definitions.ts";
import type { EditTargetId } from "./edit.ts";

/**
 * The part of a diff about one record, or one property of it. An added record includes the records that it owned, and a
 * removed one those that it owns; of a record that stays, only its own properties count.
 */
export function partOfDiff(
  diff: DefinitionDiff,
  { recordId, property }: { readonly recordId: EditTargetId; readonly property?: string | undefined },
): DefinitionDiff {
  const changed = diff.changed.flatMap((change) => {
    if (change.id !== recordId) return [];
    const properties = change.properties.filter((one) => property === undefined || one.property === property);
    return properties.length === 0 ? [] : [{ ...change, properties }];
  });
  if (property !== undefined) return { added: [], removed: [], changed };
  const whole = new Set<RecordId | EditTargetId>([recordId]);
  // Owners come first in both lists.
  const isPart = (record: DefinitionDiff["added"][number]): boolean => {
    const owner = ownerOf(record);
    if (record.id !== recordId && !(owner && whole.has(owner))) return false;
    whole.add(record.id);
    return true;
  };
  const isHere = changed.length > 0 || !(diff.added.some(isSelf) || diff.removed.some(isSelf));
  function isSelf(record: DefinitionDiff["added"][number]): boolean {
    return record.id === recordId;
  }
  return isHere
    ? { added: [], removed: [], changed }
    : { added: diff.added.filter(isPart), removed: diff.removed.filter(isPart), changed };
}
