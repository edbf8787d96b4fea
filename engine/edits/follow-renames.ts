import type { DefinitionRecord } from "../definition/app-definition.ts";
import { kindOfId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { factsOf, factsOfId } from "../kinds/facts-of.ts";
import { allRenames, type SourceRenames } from "../kinds/source-renames.ts";
import { renameInSources } from "./commands/rename-in-sources.ts";
import { type EditOperation, SETTINGS_ID } from "./edit.ts";

/**
 * What a batch must change besides so that sources still mean the same after its renames: the rules, titles and
 * templates that call a renamed record by its old name. What the batch sets or deletes itself stays as it says; the
 * studio's commands send these changes along, so of their batches nothing is left to do. `reader` is from before the
 * batch.
 */
export function followRenames(
  reader: DefinitionReader,
  operations: readonly EditOperation[],
): readonly EditOperation[] {
  const renames = operations.flatMap((operation) => renamesOf(reader, operation));
  if (renames.length === 0) return [];
  const isSaid = new Set(operations.flatMap(placesOf));
  return renameInSources(reader, allRenames(renames)).flatMap((followed): readonly EditOperation[] => {
    if (followed.op !== "update" || isSaid.has(followed.id)) return [];
    const set = Object.fromEntries(
      Object.entries(followed.set).filter(([property]) => !isSaid.has(`${followed.id} ${property}`)),
    );
    return Object.keys(set).length === 0 ? [] : [{ ...followed, set }];
  });
}

/** Whether a batch may rename something that sources call by its name: said without reading a definition. */
export const mayRename = (operations: readonly EditOperation[]): boolean =>
  operations.some((operation) => {
    if (operation.op !== "update" || !factsOfId(operation.id)?.rename) return false;
    const isModel = kindOfId(operation.id) === "model";
    return [...Object.keys(operation.set), ...operation.unset].some(
      (property) => NAMING.has(property) || (isModel && (property === "label" || property === "pluralLabel")),
    );
  });

/** The properties that hold what sources call a record by. */
const NAMING: ReadonlySet<string> = new Set(["name", "own", "type", "link"]);

function renamesOf(reader: DefinitionReader, operation: EditOperation): readonly SourceRenames[] {
  if (operation.op !== "update" || operation.id === SETTINGS_ID) return [];
  const before = reader.record(operation.id);
  const rename = before && factsOf(before).rename;
  if (!before || !rename) return [];
  const after: Record<string, unknown> = { ...before, ...operation.set };
  for (const property of operation.unset) delete after[property];
  const renames = rename(before as DefinitionRecord & Record<string, unknown>, after);
  return Object.values(renames).some((names) => names.size > 0) ? [renames] : [];
}

/** `id property` of what an operation sets or removes; the id alone of a record that it makes or deletes. */
function placesOf(operation: EditOperation): readonly string[] {
  if (operation.op === "create") return [operation.record.id];
  if (operation.op === "delete") return [operation.id];
  return [...Object.keys(operation.set), ...operation.unset].map((property) => `${operation.id} ${property}`);
}
